"""A drama on early marriage: a girl, her sheep, and a bell."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import DRAMA, Body, Convention, Theme, Work

_CAST: Final = (
    Role("Người kể", Voice.ANNOUNCER_MAN),
    Role("Mai Lan", Voice.GIRL),
    Role("Mẹ", Voice.WOMAN),
    Role("Cha", Voice.MAN),
    Role("Bà ngoại", Voice.OLD_WOMAN),
    Role("Thầy Hòa", Voice.YOUNG_MAN),
)

BELL_ON_THE_HILL: Final = Work(
    key="drama-bell-on-the-hill",
    genre=DRAMA,
    title="Tiếng chuông trên đồi cừu",
    summary="Mười bốn tuổi, Mai Lan nghe cha mẹ bàn chuyện gả chồng. Kịch truyền thanh về quyền "
    "học tập và phòng, chống tảo hôn.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.POLICY_AND_LAW),
    conventions=(Convention.CHILD, Convention.WOMEN),
    supplying_body=Body.EDUCATION,
    byline="Nhóm kịch Gió Biển",
    source="Kịch truyền thanh; nhân vật là hư cấu",
    cast=_CAST,
    body=screenplay(
        _CAST,
        """
        [zither] Nhạc mở màn

        Người kể: Kịch truyền thanh: Tiếng chuông trên đồi cừu.

        [sheep_bell] Chuông cừu

        Người kể: Ở xóm Đồi Cỏ, sáng nào người ta cũng nghe hai tiếng chuông. Tiếng chuông trên cổ
        cừu, leng keng đi lên đồi. Và tiếng trống trường dưới chân đồi. Cô bé Mai Lan mười bốn tuổi
        ở giữa hai tiếng ấy: sáng đi học, chiều đi chăn cừu, trong túi lúc nào cũng có một cuốn vở.

        Thầy Hòa: Mai Lan, bài văn của em thầy đọc cho cả lớp nghe rồi. Em tả con cừu đầu đàn mà như
        tả một bà ngoại. Thầy muốn em thi học sinh giỏi của huyện.

        Mai Lan: Dạ, em đi thi được hả thầy? Em chưa ra tới huyện bao giờ.

        Thầy Hòa: Được chứ. Thầy chở em đi. Em về xin phép cha mẹ.

        [school_drum] Trống tan trường

        Người kể: Mai Lan chạy một mạch về nhà. Nhưng trước sân có hai chiếc xe lạ. Trong nhà có
        tiếng người cười nói. Cô bé dừng lại bên vách.

        Cha: Bên đó người ta đàng hoàng. Nhà có ba chục con cừu, có máy cày. Họ chịu lo hết, còn trả
        giùm mình khoản nợ mùa hạn.

        Mẹ: Nhưng mà con nhỏ mới mười bốn.

        Cha: Hồi bà về với tôi, bà mười sáu. Có sao đâu. Thì làm cái lễ trước, giấy tờ tính sau.

        (Mai Lan đánh rơi cuốn vở)

        Mẹ: Ai đó? Lan, con về hồi nào?

        Mai Lan: Con về từ khúc ba chục con cừu.

        [zither] Nhạc chuyển cảnh

        [crickets] Tiếng dế đêm

        Người kể: Đêm đó Mai Lan không ngủ. Cô bé qua chái nhà sau, nơi bà ngoại nằm. Bà cũng thức.

        Bà ngoại: Con khóc hả Lan?

        Mai Lan: Dạ không. Con hỏi ngoại một chuyện. Hồi ngoại lấy chồng, ngoại mấy tuổi?

        Bà ngoại: Mười lăm. Mười sáu tuổi sanh má con. Sanh ba ngày ba đêm, suýt chết. Đứa trước má
        con còn một đứa nữa, mà không sống.

        Mai Lan: Sao hồi đó ngoại không nói không?

        Bà ngoại: Hồi đó ngoại không biết là có chữ không. Không ai dạy ngoại chữ đó.

        (Gió thổi qua vách)

        Bà ngoại: Lan, con có biết ngoại thích làm gì nhất không?

        Mai Lan: Dạ, ngoại thích hát ru.

        Bà ngoại: Không. Ngoại thích coi hình trong sách của con. Ngoại không biết chữ, nhưng ngoại
        coi hình rồi ngoại đoán. Hồi nhỏ ngoại hay đứng ngoài hàng rào trường, nghe người ta đọc
        bài. Ngoại thuộc được một bài thơ. Tới giờ còn thuộc.

        Mai Lan: Ngoại đọc con nghe đi.

        Bà ngoại: Thôi. Để bữa nào ngoại đọc cho cha con nghe.

        [zither] Nhạc chuyển cảnh

        [rooster] Gà gáy

        Người kể: Sáng hôm sau, Mai Lan không tới lớp. Chỗ ngồi của em trống hai ngày. Ngày thứ ba,
        thầy Hòa đạp xe lên đồi.

        [sheep_bell] Chuông cừu

        Thầy Hòa: Mai Lan! Sao em nghỉ học?

        Mai Lan: Thưa thầy, cha em nói học tới đó đủ rồi. Cuối tháng người ta tới coi mắt.

        Thầy Hòa: Em muốn vậy không?

        Mai Lan: Em muốn đi thi. Em muốn viết tiếp bài văn. Bài đó em chưa viết đoạn kết.

        Thầy Hòa: Vậy để thầy vô nói chuyện với cha mẹ em. Em có quyền nói ý kiến của mình, Lan à.
        Công ước về quyền trẻ em ghi như vậy. Người lớn quyết định chuyện gì về đời em thì phải nghe
        em.

        [footsteps] Bước chân

        Cha: Thầy ngồi chơi. Thầy uống nước. Nhưng nếu thầy nói chuyện đi học thì thôi, tôi quyết
        rồi.

        Thầy Hòa: Dạ, tôi xin nói chuyện cừu trước. Anh chăn cừu bao nhiêu năm rồi, anh Thuận?

        Cha: Hai mươi năm.

        Thầy Hòa: Cừu cái mấy tháng thì anh cho phối giống?

        Cha: Phải hơn một năm, đủ lớn mới cho. Phối sớm quá thì cừu mẹ còi, cừu con chết. Ai nuôi
        cừu mà không biết chuyện đó.

        Thầy Hòa: Dạ. Anh thương con cừu như vậy.

        (Im lặng. Có tiếng chén trà đặt xuống)

        Mẹ: Ông à. Thầy nói đúng chỗ tôi đau. Hồi tôi sanh con Lan, tôi mười bảy. Tôi đau lưng từ
        hồi đó tới giờ, trời trở gió là không ngồi dậy được. Tôi không nói, vì nghĩ ai cũng vậy.

        Cha: Bà, sao bà không nói?

        Mẹ: Ông có hỏi đâu.

        Thầy Hòa: Anh chị à, luật nước mình quy định con gái từ đủ mười tám tuổi, con trai từ đủ hai
        mươi tuổi mới được kết hôn. Làm lễ trước giấy tờ sau cũng là tảo hôn, là vi phạm pháp luật.
        Người tổ chức, người ép buộc đều bị xử lý. Nhưng tôi không đến để dọa anh chị. Tôi đến vì
        chỗ ngồi của cháu đang trống.

        Cha: Thầy nói thì dễ. Còn khoản nợ mùa hạn, tôi lấy gì trả? Cừu chết nửa đàn. Bên kia người
        ta chịu trả giùm.

        Mai Lan: Cha ơi, vậy là cha bán con để trả nợ hả cha?

        Cha: Con! Ai nói bán!

        Mai Lan: Con cừu cha bán được ba triệu. Còn con, con được bao nhiêu, hả cha?

        (Người cha lặng đi, không trả lời được)

        [zither] Nhạc chuyển cảnh

        Người kể: Đúng lúc ấy, từ chái nhà sau, bà ngoại chống gậy bước ra. Cả đời bà ít khi nói
        trước mặt khách.

        Bà ngoại: Thuận, má đọc cho con nghe một bài thơ. Má học lóm hồi mười tuổi, ngoài hàng rào
        trường.

        Cha: Má, giờ này mà má đọc thơ.

        Bà ngoại: Con ngồi yên. Trường em mái lá, dựng cạnh triền đồi. Trống vừa ba tiếng, em chạy
        tới nơi. Hết. Má chỉ thuộc tới đó. Còn khúc sau, má chưa kịp nghe thì người ta kêu má về,
        thay áo mới, đi lấy chồng.

        (Có tiếng sụt sịt)

        Bà ngoại: Sáu chục năm, má muốn biết khúc sau bài thơ đó nói gì. Giờ con tính để con Lan
        cũng đứng ngoài hàng rào như má, phải không?

        Cha: Má. Con, con đâu có nghĩ tới.

        Mẹ: Nợ thì vợ chồng mình còn tay còn chân. Hôm họp thôn người ta có nói vốn vay cho hộ bị
        hạn, lãi thấp. Tại ông ngại làm đơn, ông sợ người ta cười mình không rành chữ.

        Mai Lan: Con viết đơn cho cha. Con viết chữ đẹp lắm. Thầy Hòa nói vậy.

        Thầy Hòa: Thầy làm chứng. Chữ em đẹp nhất lớp.

        (Cha cười mà như khóc)

        Cha: Được rồi. Để cha qua bên đó, cha xin lỗi người ta. Cha nói con gái tôi còn bận.

        Mẹ: Bận gì?

        Cha: Bận đi học. Bận viết đơn giùm cha. Bận tìm khúc sau bài thơ cho bà ngoại.

        [sheep_bell] Chuông cừu

        Người kể: Một tháng sau, Mai Lan ra huyện thi. Bài văn của em có đoạn kết. Em viết rằng,
        trên đồi nhà em có một con cừu đầu đàn, đi đâu cũng ngoái lại chờ những con nhỏ nhất. Em
        muốn sau này được làm như nó.

        Bà ngoại: Vậy con có được giải gì không?

        Mai Lan: Dạ, giải khuyến khích. Mà con đem về cho ngoại cái này quý hơn. Con vô thư viện của
        huyện, con hỏi cô thủ thư, không ai biết bài thơ của ngoại.

        Bà ngoại: Vậy là mất rồi hả con?

        Mai Lan: Dạ không mất. Con viết tiếp rồi. Ngoại nghe nghen. Trường em mái lá, dựng cạnh
        triền đồi. Trống vừa ba tiếng, em chạy tới nơi. Ngoài rào có bóng, ai đứng đợi ai. Em mời
        ngoại nhé, vào học chung bài.

        [school_drum] Trống trường

        Người kể: Từ đó, tối tối ở xóm Đồi Cỏ, trong chái nhà sau có hai bà cháu ngồi chung một ngọn
        đèn. Người bảy mươi lăm tuổi tập viết chữ đầu tiên. Chữ ấy, bà bảo cháu dạy cho bà trước hết
        mọi chữ khác. Chữ không.

        [zither] Nhạc kết
        """,
    ),
)
