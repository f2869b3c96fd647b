"""Radio reports from the hamlets: what has been done, told by those it was done with."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import (
    REPORT,
    Body,
    Convention,
    Level,
    Recording,
    Theme,
    Work,
)

_HOST = Role("Phát thanh viên", Voice.ANNOUNCER_WOMAN)
_REPORTER = Role("Phóng viên", Voice.ANNOUNCER_MAN)
_SOURCE: Final = "Phóng sự minh họa; thôn và nhân vật là hư cấu"

_SLOPE_CAST: Final = (
    _HOST,
    _REPORTER,
    Role("Anh Tâm", Voice.YOUNG_MAN),
    Role("Bà Tư", Voice.WOMAN),
)

SLOPE_AT_THE_HALL: Final = Work(
    key="report-slope-at-the-hall",
    genre=REPORT,
    title="Con dốc trước nhà văn hóa",
    summary="Một thôn ven biển tự làm lối lên cho xe lăn, và người đầu tiên đi trên lối ấy.",
    themes=(Theme.RESULTS, Theme.PROVINCE),
    conventions=(Convention.DISABILITY,),
    supplying_body=Body.COMMUNE,
    byline="Hoa Muối",
    source=_SOURCE,
    cast=_SLOPE_CAST,
    body=screenplay(
        _SLOPE_CAST,
        """
        [zither] Nhạc hiệu chuyên mục

        Phát thanh viên: Thưa quý vị và bà con, quyền của người khuyết tật được ghi trong công ước
        quốc tế và trong luật của nước ta. Nhưng ở thôn Cát Trắng, quyền ấy được đo bằng xi măng:
        đúng mười một bao. Phóng viên của đài kể lại câu chuyện này.

        [waves] Sóng biển, tiếng chợ cá xa xa

        Phóng viên: Nhà văn hóa thôn Cát Trắng nằm trên nền cao để tránh nước lớn, trước cửa có năm
        bậc thềm. Năm bậc thềm ấy làm anh Tâm, ba mươi mốt tuổi, bị liệt hai chân sau một tai nạn
        trên biển, suốt ba năm không dự được cuộc họp thôn nào.

        Anh Tâm: Có giấy mời chứ. Lần nào cũng có giấy mời. Nhưng muốn vào thì phải nhờ hai người
        khiêng. Một lần thì được, lần thứ hai mình ngại. Riết rồi tôi nhờ vợ đi, tôi ở nhà.

        Phóng viên: Người nhận ra chuyện đó là bà Tư, chi hội trưởng phụ nữ. Bà kể, hôm ấy thôn bàn
        chuyện vay vốn sửa thuyền, mà người rành máy thuyền nhất thôn lại không có mặt.

        Bà Tư: Tôi chạy qua hỏi, sao không đi họp? Nó cười, chỉ cái xe lăn. Tôi về tôi nói với bà
        con, mình đang thiếu một ý kiến hay chỉ vì thiếu một con dốc. Ai cũng im. Rồi ông thợ hồ
        nói, để tôi làm, tôi lấy công bằng một ấm trà.

        [footsteps] Bước chân, tiếng xẻng trộn hồ

        Phóng viên: Bà con góp xi măng, góp cát. Nhưng làm dốc cho xe lăn không phải cứ đổ hồ là
        xong. Dốc quá thì xe tuột. Họ mời chính anh Tâm làm người kiểm tra. Dốc đổ lần đầu, anh lên
        không nổi. Thôn đập đi, làm lại dài hơn, thoải hơn, thêm một tay vịn.

        Anh Tâm: Lần thứ hai tôi tự đẩy một hơi tới cửa. Không ai phải khiêng. Mọi người vỗ tay, tôi
        mắc cỡ quá, nhưng mà vui. Bữa đó tôi phát biểu ba lần.

        Phóng viên: Từ khi có dốc, người dùng nó không chỉ có anh Tâm. Bà cụ chống gậy đi lối ấy.
        Chị bán cá đẩy xe đi lối ấy. Và lũ trẻ, tất nhiên, coi đó là cái cầu trượt.

        Anh Tâm: Tụi nhỏ hay nhờ tôi làm trọng tài, coi đứa nào trượt xa hơn. Hồi trước chúng nó
        nhìn tôi là nhìn cái xe lăn. Giờ chúng nó kêu, chú Tâm ơi, ra đây.

        Bà Tư: Giờ thôn mình có lệ, làm gì chung cũng hỏi trước một câu: người ngồi xe lăn vào được
        không, người mắt kém đọc được không. Hỏi sớm thì không tốn, hỏi muộn thì phải đập đi làm
        lại.

        Phát thanh viên: Luật Người khuyết tật quy định công trình công cộng phải bảo đảm để người
        khuyết tật tiếp cận được. Điều luật đã có. Ở Cát Trắng, phần còn lại là mười một bao xi
        măng, và một câu hỏi đúng lúc. Cảm ơn quý vị và bà con đã lắng nghe.

        [zither] Nhạc kết
        """,
    ),
)

_WATER_CAST: Final = (
    _HOST,
    _REPORTER,
    Role("Chị Thủy", Voice.YOUNG_WOMAN),
    Role("Già làng", Voice.OLD_MAN),
)

WATER_AT_THE_TOP: Final = Work(
    key="report-water-at-the-top",
    genre=REPORT,
    title="Nước đã lên tới nhà cuối dốc",
    summary="Bể nước chung của một thôn Raglai, và cách bà con chia nước để nhà xa nhất cũng có "
    "phần.",
    themes=(Theme.RESULTS, Theme.PROVINCE),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL, Convention.RACIAL_DISCRIMINATION),
    supplying_body=Body.PLANNING,
    byline="Sương Núi",
    source=_SOURCE,
    cast=_WATER_CAST,
    recording=Recording(level=Level.QUIET),
    body=screenplay(
        _WATER_CAST,
        """
        [zither] Nhạc hiệu chuyên mục

        Phát thanh viên: Thưa quý vị và bà con, có nước sạch để uống là một phần của quyền được có
        mức sống thích đáng. Ở vùng đất ít mưa nhất nước như quê mình, quyền ấy quý từng gàu. Mời
        quý vị cùng phóng viên lên thôn Đá Chồng.

        [rooster] Gà gáy sáng

        Phóng viên: Năm giờ sáng, nhà chị Thủy ở cuối con dốc cao nhất thôn. Trước đây, giờ này chị
        đã đi được nửa đường xuống suối với hai cái can trên lưng. Mùa khô, một chuyến đi về mất gần
        hai tiếng.

        Chị Thủy: Nước gùi về phải tính. Uống trước, nấu cơm sau, còn lại mới rửa mặt cho con. Con
        gái tôi học lớp bốn, bữa nào mẹ đau lưng thì nó đi thay, rồi trễ học.

        [water] Nước chảy vào bể

        Phóng viên: Bây giờ, nước từ khe núi được dẫn về một bể lắng, lọc qua cát sỏi rồi theo ống
        chảy xuống bốn bể nhỏ. Vật tư do Nhà nước hỗ trợ, đường ống do bà con tự đào. Nhưng có nước
        rồi, lại nảy ra chuyện mới: nhà đầu nguồn dùng nhiều, nhà cuối dốc vẫn khô.

        Già làng: Nước là của trời, của núi, của chung. Ngày xưa ông bà mình săn được con nai cũng
        chia đều cho cả làng. Nay có nước mà nhà đủ nhà thiếu thì không phải cái lý của người mình.

        Phóng viên: Thôn họp suốt một buổi tối. Có người đề nghị khóa van theo giờ, có người đòi gắn
        đồng hồ. Cuối cùng, cách được chọn là của mấy chị phụ nữ: mở van từ nhà xa nhất trước, nhà
        gần nhất lấy sau cùng.

        Chị Thủy: Mấy anh nói làm vậy ngược đời. Tôi nói, ngược mà công bằng. Nhà gần có lấy sau thì
        nước vẫn tới. Nhà xa mà lấy sau thì chỉ còn nghe tiếng gió trong ống thôi.

        [water] Vòi nước mở

        Phóng viên: Một tổ quản lý gồm năm người được bầu ra, ba người là phụ nữ. Mỗi tháng, các hộ
        góp một ít tiền để thay ống, thay cát. Sổ thu chi đọc công khai trước cuộc họp thôn, đọc
        bằng cả hai thứ tiếng, để người già cũng nghe được rõ.

        Già làng: Tôi không biết chữ, nhưng tôi biết nghe. Nghe đọc sổ xong, tôi gật đầu thì bà con
        mới ký.

        Phóng viên: Chiều xuống, con gái chị Thủy ngồi học bài ngay bên bể nước. Em khoe từ đầu năm
        tới giờ chưa đi trễ buổi nào. Trên thành bể, ai đó dùng que viết vào lớp xi măng ướt một
        dòng chữ trẻ con: nước của mọi người.

        Phát thanh viên: Từ một khe núi, nước đã lên tới nhà cuối dốc. Còn sự công bằng thì đi từ
        nhà cuối dốc trở xuống. Cảm ơn quý vị và bà con đã cùng nghe.

        [zither] Nhạc kết
        """,
    ),
)

_LOOM_CAST: Final = (
    _HOST,
    _REPORTER,
    Role("Chị Hằng", Voice.YOUNG_WOMAN),
    Role("Bà Thị Nải", Voice.OLD_WOMAN),
)

LOOMS_TOGETHER: Final = Work(
    key="report-looms-together",
    genre=REPORT,
    title="Tiếng khung dệt cùng nhịp",
    summary="Phụ nữ một làng dệt Chăm lập tổ hợp tác, tự định giá sản phẩm và giữ hoa văn của bà.",
    themes=(Theme.RESULTS, Theme.POLICY_AND_LAW),
    conventions=(
        Convention.RACIAL_DISCRIMINATION,
        Convention.WOMEN,
        Convention.ECONOMIC_SOCIAL_CULTURAL,
    ),
    supplying_body=Body.ETHNIC_AFFAIRS,
    byline="Cát Vàng",
    source=_SOURCE,
    cast=_LOOM_CAST,
    body=screenplay(
        _LOOM_CAST,
        """
        [zither] Nhạc hiệu chuyên mục

        Phát thanh viên: Thưa quý vị và bà con, mỗi dân tộc có quyền giữ gìn và phát huy bản sắc của
        mình. Ở thôn Bàu Sen, quyền ấy có tiếng: tiếng khung dệt lách cách từ sáng sớm tới chiều
        hôm.

        [loom] Tiếng khung dệt

        Phóng viên: Bà Thị Nải năm nay bảy mươi hai tuổi, dệt từ năm mười ba. Trong nhà bà có một
        tấm thổ cẩm không bán, ai hỏi bà cũng lắc đầu.

        Bà Thị Nải: Cái này mẹ tôi dệt, hoa văn con rồng, hoa văn mắt gà, mỗi hàng là một câu
        chuyện. Bán đi thì được tiền, mà mất câu chuyện.

        Phóng viên: Nhưng cũng có thời, làng suýt mất thật. Mỗi nhà dệt một kiểu, bán lẻ cho người
        mua dạo. Người ta trả bao nhiêu thì lấy bấy nhiêu. Nhiều cô gái trẻ bỏ khung dệt đi làm xa.
        Chị Hằng, cháu gọi bà Nải bằng bà ngoại, cũng từng đi bốn năm.

        Chị Hằng: Tôi may trong xưởng, may toàn hoa văn của người ta. Một hôm thấy trong tiệm có cái
        túi giống hoa văn làng mình, giá gấp năm lần giá bà tôi bán. Tôi nghĩ, vậy là không phải
        nghề mình dở, mà là mình bán một mình.

        [loom] Nhiều khung dệt cùng chạy

        Phóng viên: Chị Hằng về, rủ mười bốn chị em lập tổ hợp tác. Việc đầu tiên họ làm không phải
        là mua thêm khung, mà là ngồi tính: sợi bao nhiêu, công bao nhiêu, một tấm khăn giá bao
        nhiêu thì người dệt không lỗ. Tính xong, họ viết lên bảng, và không ai bán thấp hơn.

        Chị Hằng: Hồi trước tiền bán khăn chồng giữ. Giờ tổ trả vào tài khoản của từng chị. Có anh
        qua hỏi sao không đưa tiền cho anh. Tôi nói, anh dệt tấm nào thì tôi trả tấm đó.

        Phóng viên: Có tiền riêng, chị em bắt đầu tính chuyện xa hơn. Người sửa lại mái nhà, người
        cho con gái học tiếp lên cấp ba, người mua cho mẹ cặp kính để xâu chỉ.

        Phóng viên: Mỗi chiều thứ bảy, tổ mở lớp dạy dệt cho các em gái, và cả em trai nào thích.
        Người dạy là bà Nải. Bà dạy bằng tiếng Chăm, tên hoa văn đọc theo tiếng của ông bà, rồi chị
        Hằng ghi lại vào sổ bằng hai thứ chữ.

        Bà Thị Nải: Tôi già rồi, mắt mờ rồi. Mà giờ tôi không sợ nữa. Tấm này mai mốt tôi quên, thì
        tụi nhỏ còn nhớ.

        Phóng viên: Công ước về xóa bỏ phân biệt chủng tộc, cũng như Hiến pháp nước ta, ghi nhận sự
        bình đẳng giữa các dân tộc. Bình đẳng ở Bàu Sen là khi người dệt được gọi đúng tên, được trả
        đúng công, và được kể câu chuyện của mình bằng chính tiếng mình.

        Phát thanh viên: Tấm khăn nào cũng bắt đầu từ một sợi chỉ. Nhiều sợi đan vào nhau thì thành
        bền chắc. Xin cảm ơn quý vị và bà con đã lắng nghe.

        [zither] Nhạc kết
        """,
    ),
)

FIELD_REPORTS: Final = (SLOPE_AT_THE_HALL, WATER_AT_THE_TOP, LOOMS_TOGETHER)
