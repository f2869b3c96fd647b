"""Articles of the newspaper and the departments; some are also read aloud."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Voice, prose
from broadcast.demo.works.work import (
    READING,
    Body,
    Convention,
    Level,
    Recording,
    Step,
    Story,
    StoryState,
    Theme,
    Work,
)

_ILLUSTRATION: Final = "Bài viết minh họa; thôn và nhân vật là hư cấu"

SEVEN_CONVENTIONS: Final = Work(
    key="article-seven-conventions",
    genre=READING,
    title="Bảy công ước, kể từ trong nhà ra",
    summary="Bảy công ước quốc tế cơ bản về quyền con người mà Việt Nam là thành viên, kể bằng "
    "những việc thường ngày.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.POLICY_AND_LAW),
    conventions=tuple(Convention),
    supplying_body=Body.JUSTICE,
    byline="Nắng Gió",
    source="Bài phổ biến pháp luật",
    body=prose("""
        Nghe đến hai chữ công ước, nhiều bà con nghĩ ngay đến chuyện ở đâu xa. Thật ra, bảy công ước
        quốc tế cơ bản về quyền con người mà nước ta đã tham gia nói về những việc rất gần, có khi ở
        ngay trong nhà mình.

        Công ước về quyền trẻ em nói rằng đứa trẻ sinh ra phải được khai sinh, được đi học, được
        khám bệnh, được vui chơi và được lắng nghe. Việt Nam phê chuẩn công ước này ngày 20/2/1990,
        là nước đầu tiên ở châu Á. Vì vậy, khi một người cha chở con ra xã làm giấy khai sinh, đó là
        lúc công ước đi vào đời sống.

        Công ước về xóa bỏ mọi hình thức phân biệt đối xử với phụ nữ, thường gọi là CEDAW, bắt đầu
        từ bữa cơm: ai nấu, ai rửa bát, ai được quyết định bán con bò hay cho con gái học tiếp. Công
        ước về quyền của người khuyết tật bắt đầu từ một con dốc thoải trước cửa nhà văn hóa, để
        chiếc xe lăn lên được mà không phải chờ ai khiêng.

        Công ước về xóa bỏ mọi hình thức phân biệt chủng tộc nhắc rằng người Kinh, người Chăm, người
        Raglai hay bất cứ dân tộc nào đều bình đẳng, cùng được giữ tiếng nói và nếp nhà của mình.

        Hai công ước lớn cùng ra đời năm 1966. Một công ước nói về các quyền dân sự và chính trị:
        quyền sống, quyền được xét xử công bằng, quyền tự do tín ngưỡng, quyền bầu cử. Một công ước
        nói về các quyền kinh tế, xã hội và văn hóa: việc làm, nhà ở, học hành, chăm sóc sức khỏe.
        Việt Nam gia nhập cả hai vào năm 1982.

        Còn công ước chống tra tấn khẳng định: không ai bị tra tấn, bị đối xử tàn bạo hoặc hạ nhục,
        dù người đó là ai, đang bị nghi ngờ về việc gì.

        Những điều ấy đã được ghi vào Hiến pháp năm 2013 và các đạo luật. Biết quyền của mình, tôn
        trọng quyền của người bên cạnh, đó cũng là cách mỗi người góp phần thực hiện cam kết của đất
        nước.
    """),
)

EVENING_CLASS: Final = Work(
    key="article-evening-class",
    genre=READING,
    title="Lớp học sáng đèn bên suối",
    summary="Mười hai người lớn ở một thôn miền núi học chữ buổi tối, và điều đã khác đi khi họ tự "
    "ký được tên mình.",
    themes=(Theme.RESULTS, Theme.PROVINCE),
    conventions=(
        Convention.WOMEN,
        Convention.ECONOMIC_SOCIAL_CULTURAL,
        Convention.RACIAL_DISCRIMINATION,
    ),
    supplying_body=Body.EDUCATION,
    byline="Sương Núi",
    source=_ILLUSTRATION,
    reader=Voice.ANNOUNCER_MAN,
    recording=Recording(level=Level.QUIET),
    body=prose("""
        Tối thứ hai, thứ tư và thứ sáu, căn nhà sinh hoạt cộng đồng của thôn Suối Mây lại sáng đèn.
        Mười hai học viên của lớp xóa mù chữ đến từ lúc cơm nước vừa xong. Người trẻ nhất hai mươi
        ba tuổi, người lớn nhất đã sáu mươi lăm. Có chị địu con sau lưng, có bà mang theo bó rau hái
        vội để sáng mai kịp chợ.

        Cô giáo dạy lớp là giáo viên của trường tiểu học trong xã. Ban ngày cô dạy các cháu, ban đêm
        cô dạy bà của các cháu. Cô kể, khó nhất không phải là dạy vần, mà là những tối đầu tiên, ai
        cũng ngại. Các chị ngồi tận cuối phòng, che miệng cười, bảo tay này chỉ quen cầm rựa, không
        quen cầm bút.

        Rồi một hôm, cô viết lên bảng tên của từng người. Chị Hương nhìn mãi vào hai chữ tên mình,
        lấy ngón tay đồ theo từng nét. Từ hôm ấy chị không nghỉ buổi nào. Bây giờ, đi khám bệnh, chị
        tự đọc được số phòng. Nhận giấy mời họp phụ huynh, chị tự đọc cho cả nhà nghe. Hôm ký giấy
        vay vốn nuôi dê, chị ký tên thay vì điểm chỉ. Chị nói, ký xong thấy mình cao hơn một chút.

        Hội phụ nữ xã góp thêm đèn và chiếu. Già làng nhắc các ông chồng tối học thì ở nhà trông
        con. Mấy ông cười trừ, nhưng rồi cũng có ông xin vào học cùng vợ, ngồi bàn cuối, vì sợ con
        hỏi bài mà không trả lời được.

        Công ước về xóa bỏ phân biệt đối xử với phụ nữ và pháp luật nước ta đều ghi nhận quyền được
        học của mọi người, ở mọi lứa tuổi. Ở Suối Mây, quyền ấy có hình dáng của một bóng đèn, một
        tấm bảng đen, và tiếng đọc bài vọng ra tới bờ suối.

        Lớp học sắp qua chương trình giai đoạn một. Cô giáo đang chuẩn bị cho các học viên một bài
        kiểm tra đặc biệt: viết một lá thư ngắn gửi cho người mình thương. Chị Hương bảo đã nghĩ
        xong rồi. Chị sẽ viết cho con gái đang học nội trú, lá thư đầu tiên trong đời.
    """),
)

ROAD_MEETING: Final = Work(
    key="article-road-meeting",
    genre=READING,
    title="Con đường bàn trước, làm sau",
    summary="Một xóm bàn chuyện hiến đất, góp công làm đường: dân biết, dân bàn, dân làm, dân kiểm "
    "tra.",
    themes=(Theme.RESULTS, Theme.POLICY_AND_LAW),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL, Convention.CIVIL_AND_POLITICAL),
    supplying_body=Body.PLANNING,
    byline="Cát Vàng",
    source=_ILLUSTRATION,
    recording=None,
    body=prose("""
        Con đường vào xóm Đồng Lau dài chưa tới một cây số mà phải họp đến ba lần. Lần thứ nhất, bà
        con xem bản vẽ dán ở nhà văn hóa và hỏi thẳng: đường rộng bao nhiêu, nhà nào phải lùi hàng
        rào, tiền ở đâu ra. Lần thứ hai, xóm bỏ phiếu. Lần thứ ba, xóm bầu ra tổ giám sát, có hai
        phụ nữ và một bác cựu chiến binh chân đi tập tễnh mà mắt rất tinh.

        Luật Thực hiện dân chủ ở cơ sở năm 2022 quy định những việc dân được biết, được bàn, được
        quyết định và được kiểm tra. Đọc trên giấy thì khô, nhưng ở Đồng Lau, điều luật ấy là tờ
        giấy ghi thu chi treo ngay gốc me, ai đi chợ về cũng dừng lại xem.

        Đường xong, xe cấp cứu vào được tận ngõ. Bọn trẻ đi học mùa mưa không còn xách dép. Điều bà
        con nhắc nhiều nhất lại không phải mặt đường, mà là cái cách mọi người đã cùng ngồi với nhau
        để làm ra nó.
    """),
)

TRADE_AND_LABOUR: Final = Work(
    key="article-trade-and-labour",
    genre=READING,
    title="Hiệp định thương mại và quyền của người đứng máy",
    summary="Những cam kết lao động trong các hiệp định thương mại tự do thế hệ mới có ý nghĩa gì "
    "với công nhân.",
    themes=(Theme.FOREIGN_RELATIONS, Theme.POLICY_AND_LAW),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL,),
    supplying_body=Body.TRADE,
    byline="Sóng Nhỏ",
    source="Bài phổ biến cam kết quốc tế",
    recording=None,
    story=Story(StoryState.IN_REVIEW, step=Step.NEWSROOM),
    body=prose("""
        Khi một lô hàng may mặc rời cảng, người mua ở nước ngoài ngày càng hay hỏi: người làm ra nó
        được trả lương thế nào, có bị ép làm thêm giờ không, có lao động trẻ em không. Câu hỏi ấy
        không chỉ là phép lịch sự. Nó đã nằm trong các hiệp định thương mại tự do thế hệ mới mà Việt
        Nam tham gia.

        Các hiệp định này dẫn chiếu tới những tiêu chuẩn cơ bản của Tổ chức Lao động Quốc tế: tự do
        hiệp hội và thương lượng tập thể, xóa bỏ lao động cưỡng bức, xóa bỏ lao động trẻ em, không
        phân biệt đối xử trong việc làm. Bộ luật Lao động năm 2019 đã đưa nhiều nội dung trong số đó
        vào đời sống.

        Với người đứng máy, điều cần nhớ rất cụ thể: có hợp đồng bằng văn bản, được trả lương đúng
        hạn, làm thêm giờ phải có sự đồng ý, được đối thoại tại nơi làm việc. Giữ quyền của mình
        cũng là giữ cho đơn hàng ở lại.
    """),
)

BELIEF: Final = Work(
    key="article-belief",
    genre=READING,
    title="Chung một bến nước, mỗi nhà một nếp thờ",
    summary="Quyền tự do tín ngưỡng, tôn giáo nhìn từ một xóm có nhiều nếp thờ cúng.",
    themes=(Theme.POLICY_AND_LAW, Theme.RESULTS),
    conventions=(Convention.CIVIL_AND_POLITICAL, Convention.RACIAL_DISCRIMINATION),
    supplying_body=Body.HOME_AFFAIRS,
    byline="Mây Cao",
    source=_ILLUSTRATION,
    recording=None,
    body=prose("""
        Xóm Bến Gốc có ngôi chùa nhỏ ở đầu đường, nhà nguyện ở giữa xóm, và xa hơn là thôn của bà
        con người Chăm với những ngày lễ riêng. Mỗi mùa lễ, người bên này gửi xe nhờ sân bên kia, và
        chiếc loa của xóm biết tự vặn nhỏ khi hàng xóm đang cầu kinh.

        Hiến pháp ghi rằng mọi người có quyền tự do tín ngưỡng, tôn giáo, theo hoặc không theo một
        tôn giáo nào; các tôn giáo bình đẳng trước pháp luật. Luật Tín ngưỡng, tôn giáo năm 2016 quy
        định rõ việc đăng ký sinh hoạt, và cũng quy định không ai được lợi dụng niềm tin của người
        khác để vi phạm pháp luật.

        Ở Bến Gốc, điều luật ấy được trẻ con nói gọn hơn: nhà ai cúng thì mình đi nhẹ, nói khẽ, rồi
        chiều lại chạy qua chơi.
    """),
)

DIALOGUE_ABROAD: Final = Work(
    key="article-dialogue-abroad",
    genre=READING,
    title="Đối thoại để hiểu nhau hơn",
    summary="Việt Nam nói về quyền con người với bạn bè quốc tế ra sao, qua báo cáo, đối thoại và "
    "hợp tác.",
    themes=(Theme.FOREIGN_RELATIONS, Theme.INTERNATIONAL_LAW),
    conventions=(Convention.CIVIL_AND_POLITICAL, Convention.ECONOMIC_SOCIAL_CULTURAL),
    supplying_body=Body.NEWSPAPER,
    byline="Sóng Nhỏ",
    source="Bài tổng hợp",
    recording=None,
    body=prose("""
        Tham gia một công ước không phải là ký xong rồi cất vào tủ. Mỗi nước thành viên phải định kỳ
        viết báo cáo về việc thực hiện, gửi tới ủy ban của công ước, rồi cử đoàn đến trả lời câu hỏi
        và nghe khuyến nghị. Ngoài ra còn có cơ chế rà soát định kỳ, ở đó các nước góp ý cho nhau.

        Việt Nam được bầu vào Hội đồng Nhân quyền Liên hợp quốc nhiệm kỳ 2014 đến 2016 và nhiệm kỳ
        2023 đến 2025. Ở các diễn đàn ấy, đối thoại không có nghĩa là lúc nào cũng đồng ý với nhau,
        mà là nói bằng việc làm và số liệu, nghe với thái độ xây dựng.

        Với một tỉnh nhỏ, phần việc đối ngoại bắt đầu từ những điều giản dị: làm thật, ghi chép
        thật, và kể lại trung thực.
    """),
)

YEAR_IN_FIGURES: Final = Work(
    key="article-year-in-figures",
    genre=READING,
    title="Một năm truyền thông về quyền con người ở cơ sở",
    summary="Nhìn lại một năm thực hiện kế hoạch truyền thông về quyền con người của tỉnh.",
    themes=(Theme.PROVINCE,),
    conventions=(),
    supplying_body=Body.INFORMATION,
    byline="Cát Vàng",
    source="Bài tổng hợp",
    recording=None,
    story=Story(
        StoryState.RETURNED,
        reason="Đoạn hai nêu kết quả “tăng mạnh” nhưng không có số liệu, mốc so sánh và nguồn. Đề "
        "nghị bổ sung theo báo cáo đã công bố, hoặc bỏ nhận định này.",
    ),
    body=prose("""
        Kế hoạch của tỉnh giai đoạn 2023 đến 2028 giao cho các sở, ngành và địa phương cùng làm một
        việc: đưa kiến thức về quyền con người đến gần người dân hơn, nhất là qua hệ thống truyền
        thanh cơ sở.

        Sau một năm, số phóng sự, tiểu phẩm và kịch truyền thanh đã tăng mạnh so với trước. Nhiều
        đài cơ sở phản hồi rằng bà con thích nghe chuyện kể hơn nghe thuyết trình.

        Năm tới, mỗi đơn vị tiếp tục cung cấp nội dung theo lĩnh vực của mình, và gửi báo cáo một
        lần trong năm qua cơ quan đầu mối.
    """),
)

ARTICLES: Final = (
    SEVEN_CONVENTIONS,
    EVENING_CLASS,
    ROAD_MEETING,
    TRADE_AND_LABOUR,
    BELIEF,
    DIALOGUE_ABROAD,
    YEAR_IN_FIGURES,
)
