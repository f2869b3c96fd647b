"""Radio reports that explain: a contract, an interview room, a rumour."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import (
    REPORT,
    Body,
    Convention,
    Priority,
    Step,
    Story,
    StoryState,
    Theme,
    Work,
)

_HOST = Role("Phát thanh viên", Voice.ANNOUNCER_MAN)
_REPORTER = Role("Phóng viên", Voice.ANNOUNCER_WOMAN)
_SOURCE: Final = "Phóng sự minh họa; thôn và nhân vật là hư cấu"

_CONTRACT_CAST: Final = (
    _HOST,
    _REPORTER,
    Role("Anh Phúc", Voice.YOUNG_MAN),
    Role("Cô Liên", Voice.WOMAN),
)

CONTRACT_IN_THE_BAG: Final = Work(
    key="report-contract-in-the-bag",
    genre=REPORT,
    title="Đi làm xa, nhớ mang theo hợp đồng",
    summary="Người lao động đi làm xa cần giữ những giấy tờ gì, hỏi ai, và đừng ký điều gì.",
    themes=(Theme.POLICY_AND_LAW, Theme.RESULTS),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL,),
    supplying_body=Body.LABOUR,
    byline="Hoa Muối",
    source=_SOURCE,
    cast=_CONTRACT_CAST,
    body=screenplay(
        _CONTRACT_CAST,
        """
        [zither] Nhạc hiệu chuyên mục

        Phát thanh viên: Thưa quý vị và bà con, sau mỗi mùa nho, mùa tỏi, nhiều thanh niên ở các
        thôn ven biển lại khăn gói vào khu công nghiệp, có người đi làm việc ở nước ngoài. Trong ba
        lô có quần áo, có chai mắm quê. Nhưng thứ quan trọng nhất thì nhiều người lại quên.

        [motorbike] Xe máy nổ, rời đi

        Phóng viên: Anh Phúc ở thôn Gò Dừa từng là một người quên như vậy. Năm ngoái, nghe bạn rủ,
        anh đi làm ở một xưởng gỗ. Không giấy tờ gì, chỉ có một lời hứa.

        Anh Phúc: Họ nói cứ làm đi, cuối tháng tính. Cuối tháng họ nói chờ. Ba tháng sau xưởng dời
        đi đâu không biết. Tôi đi hỏi, người ta bảo, hợp đồng đâu? Tôi đâu có.

        Phóng viên: Chuyện của anh Phúc không hiếm. Vậy một người chuẩn bị đi làm xa cần nhớ điều
        gì? Chúng tôi hỏi cô Liên, cộng tác viên tư vấn việc làm của thôn.

        Cô Liên: Tôi hay dặn các cháu năm điều, đếm đúng một bàn tay. Ngón cái: hợp đồng phải bằng
        giấy trắng mực đen, mình giữ một bản. Ngón trỏ: trong đó phải có tên công việc, nơi làm,
        tiền lương, ngày trả lương. Ngón giữa: bảo hiểm xã hội, bảo hiểm y tế. Ngón áp út: không nộp
        bản gốc căn cước, không nộp tiền đặt cọc để được nhận việc. Ngón út, nhỏ nhất mà hay quên:
        ghi lại số điện thoại của nơi mình có thể kêu cứu.

        Phóng viên: Còn với người đi làm việc ở nước ngoài thì sao, thưa cô?

        Cô Liên: Thì phải hỏi cho ra doanh nghiệp đó có giấy phép đưa người đi làm việc ở nước ngoài
        hay không. Mọi khoản tiền nộp đều phải có biên nhận. Nghe ai nói đi đường tắt, đi du lịch
        rồi ở lại làm, thì dừng ngay. Đường tắt ấy nhiều khi là đường của bọn buôn người.

        [phone] Chuông điện thoại

        Phóng viên: Anh Phúc bây giờ đã có việc mới, cách nhà bốn mươi cây số. Lần này anh mang hợp
        đồng qua cho cô Liên đọc trước khi ký. Cô gạch dưới một câu, anh quay lại hỏi, và chủ xưởng
        đồng ý sửa.

        Anh Phúc: Câu đó ghi là làm thêm giờ theo yêu cầu. Cô bảo thêm vào mấy chữ: khi người lao
        động đồng ý. Có mấy chữ thôi mà tối tôi được về ăn cơm với con.

        Phóng viên: Quyền có việc làm, được trả công công bằng, được nghỉ ngơi nằm trong Công ước về
        các quyền kinh tế, xã hội và văn hóa, và trong Bộ luật Lao động. Nhưng như cô Liên nói, luật
        ở trong sách thì giúp được người ta một nửa, nửa còn lại là tờ giấy mình giữ trong tay.

        Phát thanh viên: Quý vị có con em sắp đi làm xa, xin gọi các em lại, xòe bàn tay ra, và đếm
        đủ năm ngón. Cảm ơn quý vị đã theo dõi chuyên mục.

        [zither] Nhạc kết
        """,
    ),
)

_ROOM_CAST: Final = (_HOST, _REPORTER, Role("Ông Bảy", Voice.OLD_MAN), Role("Luật sư", Voice.MAN))

DOOR_WITH_GLASS: Final = Work(
    key="report-door-with-glass",
    genre=REPORT,
    title="Quyền của người bị mời làm việc",
    summary="Giải đáp cho bà con: khi được mời đến cơ quan công an làm việc, mình có những quyền "
    "gì.",
    themes=(Theme.POLICY_AND_LAW, Theme.INTERNATIONAL_LAW),
    conventions=(Convention.TORTURE, Convention.CIVIL_AND_POLITICAL),
    supplying_body=Body.POLICE,
    byline="Nắng Gió",
    source=_SOURCE,
    story=Story(StoryState.IN_REVIEW, step=Step.LEADERSHIP),
    cast=_ROOM_CAST,
    body=screenplay(
        _ROOM_CAST,
        """
        [zither] Nhạc hiệu chuyên mục

        Phát thanh viên: Thưa quý vị và bà con, trong hộp thư của đài tuần này có một câu hỏi của
        ông Bảy ở thôn Láng Cát. Ông viết rằng, lần đầu nhận được giấy mời của công an, ông mất ngủ
        cả đêm. Phóng viên của đài đã tìm gặp ông.

        [knock] Gõ cửa

        Ông Bảy: Cả đời tôi có lên đó bao giờ đâu. Hàng xóm người nói thế này, người nói thế kia.
        Tới nơi mới biết, họ mời tôi làm chứng vụ mất trộm cái máy bơm thôi.

        Phóng viên: Nỗi lo của ông Bảy bắt đầu từ chỗ không biết mình có quyền gì. Chúng tôi mang
        câu hỏi ấy đến một luật sư làm công tác trợ giúp pháp lý.

        Luật sư: Trước hết, giấy mời hay giấy triệu tập phải ghi rõ mời ai, về việc gì, lúc nào, ở
        đâu. Người được mời có quyền hỏi mình đến với tư cách gì: người làm chứng, người bị hại hay
        là người bị tố giác. Mỗi tư cách có quyền và nghĩa vụ khác nhau.

        Phóng viên: Nếu là người bị tạm giữ, bị can, thì pháp luật bảo vệ họ thế nào?

        Luật sư: Họ được biết vì sao mình bị giữ. Họ được trình bày, nhưng không buộc phải đưa ra
        lời khai chống lại chính mình. Họ có quyền tự bào chữa hoặc nhờ người bào chữa. Người thuộc
        diện được trợ giúp pháp lý thì có người bào chữa miễn phí. Việc hỏi cung bị can tại cơ sở
        giam giữ hoặc tại trụ sở cơ quan điều tra phải được ghi âm hoặc ghi hình có âm thanh.

        Phóng viên: Điều đó liên quan gì tới công ước chống tra tấn, thưa luật sư?

        Luật sư: Liên quan trực tiếp. Công ước yêu cầu các nước phải ngăn ngừa tra tấn từ trước khi
        nó xảy ra. Ghi âm, ghi hình, có luật sư, được khám sức khỏe, đó đều là những cái khóa phòng
        ngừa. Chúng bảo vệ người bị hỏi, và cũng bảo vệ người cán bộ làm đúng. Lời khai có được do
        ép buộc, nhục hình thì không được dùng làm chứng cứ.

        Ông Bảy: Tôi nghe vậy thì yên tâm. Hôm đó họ rót nước mời tôi, đọc lại biên bản cho tôi
        nghe, có một chỗ ghi chưa đúng, tôi nói, họ sửa, rồi tôi mới ký.

        Phóng viên: Bây giờ, mỗi lần trong xóm có ai nhận giấy mời, người ta lại chạy qua hỏi ông
        Bảy. Ông bảo ông không phải luật sư, ông chỉ chỉ cho họ coi ba chỗ trên tờ giấy: việc gì,
        ngày nào, với tư cách gì.

        Phóng viên: Ông Bảy đã làm đúng một việc mà nhiều người quên: nghe đọc lại, hoặc tự đọc lại,
        rồi mới ký. Nếu cho rằng mình bị đối xử trái pháp luật, mọi người có quyền khiếu nại, tố cáo
        với viện kiểm sát hoặc cơ quan có thẩm quyền.

        Phát thanh viên: Hiểu quyền của mình thì bước qua cánh cửa nào cũng bớt lo. Cảm ơn ông Bảy
        đã gửi câu hỏi. Chuyên mục xin dừng tại đây.

        [zither] Nhạc kết
        """,
    ),
)

_RUMOUR_CAST: Final = (
    _HOST,
    _REPORTER,
    Role("Chị Bông", Voice.YOUNG_WOMAN),
    Role("Trưởng thôn", Voice.MAN),
)

RUMOUR_ANSWERED: Final = Work(
    key="report-rumour-answered",
    genre=REPORT,
    title="Một tin đồn, ba lần hỏi lại",
    summary="Tin đồn “cắt hết bảo hiểm y tế của trẻ em” đi qua một thôn ra sao và được trả lời "
    "thế nào.",
    themes=(Theme.ANSWERS, Theme.POLICY_AND_LAW),
    conventions=(Convention.CIVIL_AND_POLITICAL, Convention.CHILD),
    supplying_body=Body.STATION,
    byline="Mây Cao",
    source=_SOURCE,
    priority=Priority.PRIORITY,
    cast=_RUMOUR_CAST,
    body=screenplay(
        _RUMOUR_CAST,
        """
        [chime] Nhạc hiệu chuyên mục Giải đáp

        Phát thanh viên: Thưa quý vị và bà con, một tin đồn chạy nhanh hơn xe máy. Còn lời giải
        thích thì thường đi bộ theo sau. Hôm nay, mời quý vị nghe lại đường đi của một tin đồn ở
        thôn Xóm Lưới.

        [phone] Chuông tin nhắn

        Chị Bông: Tối đó tôi nhận được tin nhắn, nói từ tháng sau cắt hết thẻ bảo hiểm y tế của trẻ
        em, ai muốn giữ thì phải nộp tiền gấp vào một tài khoản. Con tôi hay ốm, tôi sợ quá, chuyển
        cho mười mấy người luôn.

        Phóng viên: Chỉ một đêm, tin ấy tới gần như cả thôn. Sáng hôm sau, trước trạm y tế có hơn
        hai chục bà mẹ bế con đứng chờ. Trưởng thôn kể, lúc đầu ông cũng lúng túng.

        Trưởng thôn: Tôi chưa biết đúng sai thế nào. Tôi nói thật là tôi chưa biết, để tôi hỏi. Bà
        con cho tôi tới trưa.

        Phóng viên: Ông hỏi ba lần. Lần thứ nhất, ông hỏi người gửi: tin này từ đâu ra? Không ai trả
        lời được, người này chỉ người kia. Lần thứ hai, ông hỏi văn bản: số mấy, ngày nào, ai ký?
        Trong tin nhắn không có. Lần thứ ba, ông gọi tới cơ quan bảo hiểm xã hội, đọc nguyên văn tin
        nhắn cho cán bộ nghe.

        Trưởng thôn: Người ta trả lời ngay, không có chuyện đó. Trẻ em dưới sáu tuổi được Nhà nước
        đóng bảo hiểm y tế, luật ghi rõ. Còn cái số tài khoản kia là của kẻ lừa đảo, đừng ai chuyển
        tiền.

        [chime] Loa của thôn mở

        Phóng viên: Mười một giờ trưa, loa truyền thanh của thôn đọc câu trả lời, nói rõ hỏi ai, lúc
        mấy giờ, căn cứ vào luật nào. Chị Bông nghe xong, cầm điện thoại lên, gửi lời xin lỗi cho
        đúng mười mấy người mà chị đã gửi tin tối qua.

        Chị Bông: Tôi ngại chứ. Nhưng gửi tin sai thì nhanh, sửa lại cũng phải nhanh. Hai nhà trong
        xóm suýt chuyển tiền. Nghe loa xong họ mới thôi.

        Phóng viên: Quyền tự do ngôn luận và quyền được thông tin là những quyền quan trọng, được
        ghi trong công ước về các quyền dân sự và chính trị và trong Hiến pháp. Quyền ấy mạnh lên
        khi thông tin là thật. Vì thế, cách tốt nhất để đáp lại tin giả không phải là quát nhau, mà
        là hỏi cho ra nguồn, rồi nói lại cho rõ.

        Trưởng thôn: Giờ cả thôn thuộc lòng ba câu. Ai nói? Giấy đâu? Đã hỏi lại chưa? Mấy đứa nhỏ
        còn đem ra đố nhau.

        Phóng viên: Chúng tôi hỏi, nếu lần sau lại có tin đồn thì sao. Trưởng thôn cười, chỉ lên cây
        cột có gắn cái loa. Ông nói, tin đồn đi bằng điện thoại, còn tin thật thì thôn này nghe
        chung một lúc, già trẻ đều nghe, khỏi sợ người trước người sau nghe khác nhau.

        Phát thanh viên: Ai nói, giấy đâu, đã hỏi lại chưa. Quý vị và bà con có điều gì băn khoăn về
        chính sách, xin gửi câu hỏi về đài truyền thanh nơi mình ở. Chúng tôi sẽ hỏi đến nơi, và trả
        lời có nguồn.

        [chime] Nhạc kết
        """,
    ),
)

RIGHTS_REPORTS: Final = (CONTRACT_IN_THE_BAG, DOOR_WITH_GLASS, RUMOUR_ANSWERED)
