"""A drama on neighbours of three peoples in one night of high water."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import DRAMA, Body, Convention, Theme, Work

_CAST: Final = (
    Role("Người kể", Voice.ANNOUNCER_WOMAN),
    Role("Bác Thành", Voice.OLD_MAN),
    Role("Chị Thoa", Voice.WOMAN),
    Role("Anh Danh", Voice.YOUNG_MAN),
    Role("Bé Út", Voice.GIRL),
    Role("Trưởng thôn", Voice.MAN),
)

NIGHT_OF_THE_FLOOD: Final = Work(
    key="drama-night-of-the-flood",
    genre=DRAMA,
    title="Đêm nước lên",
    summary="Ba nhà Kinh, Chăm, Raglai ở một xóm ven sông đã lâu không nhìn mặt nhau. Rồi nước lên "
    "giữa đêm.",
    themes=(Theme.RESULTS, Theme.PROVINCE),
    conventions=(
        Convention.RACIAL_DISCRIMINATION,
        Convention.DISABILITY,
        Convention.ECONOMIC_SOCIAL_CULTURAL,
    ),
    supplying_body=Body.NEWSPAPER,
    byline="Nhóm kịch Xương Rồng",
    source="Kịch truyền thanh; nhân vật là hư cấu",
    cast=_CAST,
    body=screenplay(
        _CAST,
        """
        [zither] Nhạc mở màn

        Người kể: Kịch truyền thanh: Đêm nước lên.

        [water] Nước sông chảy

        Người kể: Xóm Ba Cây có ba nhà ở sát nhau bên bờ sông. Nhà bác Thành người Kinh, nhà chị
        Thoa người Chăm, nhà anh Danh người Raglai. Ba nhà từng uống chung một giếng nước, cho tới
        mùa hạn năm kia.

        Bác Thành: Thoa! Bò nhà cô lại sang ăn bắp nhà tôi rồi!

        Chị Thoa: Hàng rào nhà bác hư thì bò nó qua. Tôi nói bác sửa mấy lần rồi.

        Bác Thành: Hàng rào tôi hư là tại anh Danh đào mương, đất lở xuống.

        Anh Danh: Mương tôi đào là có bác đồng ý. Bữa đó uống rượu, bác gật đầu.

        Bác Thành: Uống rượu gật đầu thì tính làm gì!

        Người kể: Chuyện nhỏ như hột bắp, cãi qua cãi lại thành chuyện lớn. Có bữa nóng lên, người
        ta buông ra những câu không nên nói. Bảo người này thế kia, người kia thế nọ, lôi cả dân tộc
        của nhau ra mà chê. Rồi từ đó, ba nhà rào kín, không ai nói với ai một tiếng nào.

        Bé Út: Mẹ ơi, sao con không được qua nhà ông Thành chơi nữa?

        Chị Thoa: Vì người ta không ưa mình.

        Bé Út: Con ưa ông Thành mà. Ông đẽo cho con cây nạng này nè. Cây nạng cũ con đi đau nách,
        cây này ông bọc vải, êm lắm.

        (Chị Thoa không trả lời)

        Người kể: Bé Út chín tuổi, chân trái teo từ nhỏ. Hai năm nay, ngày nào em cũng chống cây
        nạng gỗ ấy đi học. Chỉ khác là, bây giờ em đi vòng đường xa, để khỏi ngang qua cổng nhà ông.

        [zither] Nhạc chuyển cảnh

        [rain] Mưa lớn

        Người kể: Tháng mười năm ấy, mưa ba ngày không dứt. Chiều ngày thứ ba, loa truyền thanh của
        xóm vang lên.

        [chime] Loa truyền thanh

        Trưởng thôn: Thông báo khẩn. Nước sông lên nhanh. Đề nghị bà con ven sông dọn lên nhà sinh
        hoạt cộng đồng trên đồi trước sáu giờ tối. Nhà nào có người già, trẻ nhỏ, người khuyết tật
        thì đi trước. Các nhà gần nhau kêu nhau cùng đi.

        Chị Thoa: Kêu nhau cùng đi. Kêu ai bây giờ.

        Bé Út: Mẹ ơi, mình đi chưa mẹ?

        Chị Thoa: Chờ mẹ dắt con bò lên gò đã. Mất con bò là mất hết. Con ngồi trên bộ ván, đừng
        xuống đất. Mẹ đi một lát mẹ về liền.

        [thunder] Sấm

        [rain] Mưa lớn hơn

        Người kể: Nhưng con nước không chờ. Chị Thoa vừa dắt bò qua khỏi cầu thì cầu trôi. Chị đứng
        bên này gò, nhìn về phía nhà mình, chỉ thấy một vùng nước đục.

        Chị Thoa: Út ơi! Con ơi! Có ai không? Cứu con tôi với!

        [water] Nước xiết

        Người kể: Ở bên kia, bác Thành đang buộc bao lúa lên gác. Bác nghe tiếng kêu, nhỏ như tiếng
        mèo.

        Bé Út: Mẹ ơi! Nước vô nhà rồi mẹ ơi!

        Bác Thành: Tiếng con Út! Trời đất, con nhỏ ở nhà một mình!

        (Tiếng đập vách)

        Bác Thành: Danh! Danh ơi! Mày còn ở bên đó không?

        Anh Danh: Bác Thành? Bác kêu tôi hả?

        Bác Thành: Con Út nhà cô Thoa còn kẹt trong nhà. Tôi già rồi, nước này tôi bơi không nổi.
        Mày lớn lên ở suối, mày biết con nước. Mày giúp tôi.

        Anh Danh: Tôi qua liền. Mà bác, cái hàng rào kẽm gai của bác, tôi qua sao được?

        (Một khoảnh khắc im lặng trong tiếng mưa)

        Bác Thành: Tao chặt. Tao chặt liền bây giờ. Cái rào quỷ này, tao dựng lên làm chi không
        biết!

        [thunder] Sấm

        Người kể: Trong mưa, người ta nghe tiếng rựa chặt vào cọc rào. Hai năm dựng lên, chặt trong
        năm phút. Anh Danh buộc dây thừng quanh bụng, đầu kia bác Thành quấn ba vòng vào gốc me.

        Anh Danh: Bác giữ cho chắc nghen bác.

        Bác Thành: Mày yên tâm. Cây me này ông nội tao trồng. Nó không buông mày, tao cũng không
        buông.

        [water] Nước xiết, tiếng bơi

        Bé Út: Chú Danh! Con ở đây, con ở trên nóc tủ!

        Anh Danh: Giỏi lắm. Con leo lên lưng chú. Ôm cổ chú, đừng siết.

        Bé Út: Còn cây nạng của con!

        Anh Danh: Bỏ đi con, nước lên tới ngực rồi.

        Bé Út: Không được! Cây nạng ông Thành làm cho con. Mất nạng rồi ông không làm cho con nữa,
        tại nhà mình với ông giận nhau.

        (Bên ngoài, bác Thành nghe thấy, nghẹn giọng)

        Bác Thành: Út ơi, bỏ đi con! Ông làm cho con cây khác! Ông làm cho con mười cây!

        [zither] Nhạc chuyển cảnh

        [rain] Mưa nhỏ dần

        Người kể: Nửa đêm, trong nhà sinh hoạt cộng đồng trên đồi, cả xóm ngồi quanh mấy ngọn đèn.
        Lực lượng cứu hộ đã đưa được chị Thoa từ gò về. Vừa bước vào cửa, chị nhìn thấy con gái mình
        nằm ngủ giữa hai người đàn ông.

        Chị Thoa: Út! Con tôi! Bác Thành, anh Danh, tôi, tôi không biết nói sao.

        Bác Thành: Cô đừng nói. Để tôi nói. Cô Thoa, anh Danh, hồi đó tôi có nói mấy câu về người
        Chăm, người Raglai. Tôi nói bậy. Nói xong tôi biết bậy liền, mà cái miệng già này nó không
        chịu xin lỗi. Hai năm nay tôi ngủ không ngon.

        Anh Danh: Tôi cũng có nói lại bác. Tôi nói người Kinh thế này thế nọ. Hồi nãy bơi ra, tôi
        nghĩ, sợi dây này mà đứt thì câu cuối cùng tôi nói với bác là câu đó.

        Chị Thoa: Tôi thì không nói câu nào. Nhưng tôi dạy con tôi đi vòng đường xa. Vậy cũng là một
        câu rồi.

        (Bé Út tỉnh giấc)

        Bé Út: Mẹ ơi. Chú Danh bơi giỏi lắm. Ông Thành kéo dây, tay ông chảy máu.

        Trưởng thôn: Bà con ơi, tôi điểm danh xong rồi. Xóm Ba Cây, hai mươi ba nhà, chín mươi sáu
        người, đủ hết, không thiếu một ai. Nhà trôi mình làm lại. Người còn đủ là còn xóm.

        [rooster] Gà gáy sáng

        Người kể: Sáng ra, trời tạnh. Bà con kéo nhau về dọn bùn. Người lo cái ăn, người lo nước
        uống. Hàng cứu trợ về đến xóm, trưởng thôn hỏi, chia thế nào cho phải.

        Chị Thoa: Theo tôi thì nhà nào có người đau, người già, con nít, chia trước. Không kể nhà đó
        người gì.

        Bác Thành: Phải. Mà phần của tôi, cho tôi đổi lấy mấy tấm ván.

        Trưởng thôn: Bác lấy ván làm gì?

        Bác Thành: Tôi nợ người ta mười cây nạng.

        (Mọi người cười)

        Anh Danh: Còn cái hàng rào, bác có dựng lại không? Tôi phụ cho.

        Bác Thành: Dựng chớ. Nhưng dựng bằng cây bông giấy, cao tới đầu gối thôi. Để bò khỏi qua, mà
        con nít thì qua được.

        Bé Út: Con chống nạng, con qua sao được ông?

        Bác Thành: Ông chừa một cái cổng. Rộng bằng đúng cây nạng của con, cộng thêm một gang tay.

        Người kể: Trong Hiến pháp có ghi, các dân tộc bình đẳng, đoàn kết, tôn trọng và giúp nhau
        cùng phát triển; nghiêm cấm mọi hành vi kỳ thị, chia rẽ dân tộc. Ở xóm Ba Cây, không mấy ai
        thuộc nguyên văn câu ấy. Nhưng họ có một cái hàng rào bông giấy thấp ngang đầu gối, một cái
        cổng nhỏ không bao giờ khóa, và một sợi dây thừng cũ treo trong nhà cộng đồng, để nhớ.

        [zither] Nhạc kết
        """,
    ),
)
