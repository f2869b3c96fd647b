"""Skits set at home: a kitchen and a birth certificate."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import SKIT, Body, Convention, Level, Recording, Theme, Work

_SOURCE: Final = "Tiểu phẩm; nhân vật là hư cấu"

_KITCHEN_CAST: Final = (
    Role("Anh Lực", Voice.MAN),
    Role("Chị Duyên", Voice.YOUNG_WOMAN),
    Role("Mẹ", Voice.OLD_WOMAN),
    Role("Bé Bi", Voice.BOY),
)

WHO_COOKS_TONIGHT: Final = Work(
    key="skit-who-cooks-tonight",
    genre=SKIT,
    title="Ai nấu cơm chiều nay",
    summary="Vợ đi họp tổ vay vốn, chồng phải vào bếp, và cả nhà học được một chuyện về bình đẳng.",
    themes=(Theme.POLICY_AND_LAW, Theme.RESULTS),
    conventions=(Convention.WOMEN,),
    supplying_body=Body.DISTRICT,
    byline="Nhóm kịch Xương Rồng",
    source=_SOURCE,
    recording=Recording(level=Level.HOT),
    cast=_KITCHEN_CAST,
    body=screenplay(
        _KITCHEN_CAST,
        """
        [zither] Nhạc hiệu tiểu phẩm

        [motorbike] Xe máy chạy vào sân

        Anh Lực: Duyên ơi, cơm nước tới đâu rồi? Anh đói rã ruột rồi nè.

        Bé Bi: Má đi rồi ba ơi.

        Anh Lực: Đi đâu giờ này? Bếp lạnh tanh vầy nè.

        Bé Bi: Má dán tờ giấy trên tủ. Để con đọc cho ba nghe. Em đi họp tổ vay vốn, hôm nay bầu tổ
        trưởng. Gạo ở thùng, cá ở rổ, chồng ở nhà.

        Anh Lực: Cái gì? Chồng ở nhà? Viết vậy là ý gì?

        Bé Bi: Con nghĩ ý là ba nấu cơm đó ba.

        (Lực lục đục mở nồi, làm rơi nắp vung)

        Anh Lực: Nấu thì nấu. Có gì mà khó. Bi, gạo đổ mấy lon?

        Bé Bi: Con học toán lớp hai, chưa học tới bài đó.

        [footsteps] Bước chân ngoài hiên

        Mẹ: Trời đất, khét cái gì vậy? Thằng Lực, mày làm gì trong bếp?

        Anh Lực: Dạ con kho cá. Vợ con đi họp rồi má.

        Mẹ: Đi họp? Đàn bà con gái, chiều tối không lo bếp núc mà họp hành cái gì. Hồi xưa má có họp
        bữa nào đâu.

        Bé Bi: Bà nội ơi, hồi xưa bà nội có thích đi họp không?

        Mẹ: Thích thì cũng có thích. Hồi đó có lớp dạy may ở đầu xóm, má mê lắm. Mà ông nội mày nói,
        đi rồi ai nấu cơm. Thế là thôi.

        Anh Lực: Con có nghe má kể chuyện này bao giờ đâu.

        Mẹ: Có ai hỏi đâu mà kể.

        (Im lặng một chút. Tiếng cá sôi trong nồi)

        Bé Bi: Cô giáo con nói, trong nhà ai cũng ăn thì ai cũng biết nấu. Cô còn nói luật có ghi,
        vợ chồng bình đẳng, việc nhà cùng làm.

        Anh Lực: Luật mà cũng ghi chuyện nấu cơm hả con?

        Mẹ: Ghi chớ sao không. Bữa trước cái loa ngoài đầu xóm đọc, Luật Bình đẳng giới, các thành
        viên nam nữ trong nhà có trách nhiệm chia sẻ công việc gia đình. Má nghe mà tưởng họ nói nhà
        mình.

        Anh Lực: Vậy sao hồi nãy má còn la con?

        Mẹ: Thì la quen miệng. Đưa cái vá đây. Cá này phải hạ lửa xuống, kho riu riu, mày để lửa vậy
        nó thành than. Đứng đó coi, má chỉ cho.

        [motorbike] Xe máy về tới sân

        Chị Duyên: Ủa, ai nấu gì mà thơm dữ vậy? Thơm mà hơi khét.

        Bé Bi: Ba nấu đó má! Bà nội dạy ba nấu!

        Chị Duyên: Trời ơi, để em chạy ra coi mặt trời có mọc hướng khác không.

        Anh Lực: Thôi đừng chọc anh. Họp sao rồi? Ai làm tổ trưởng?

        Chị Duyên: Dạ, em. Hai mươi tám phiếu trên ba mươi. Mà em lo quá. Làm tổ trưởng mỗi tháng
        họp hai buổi, còn phải đi từng nhà coi bà con dùng vốn ra sao. Em sợ không ai lo cơm.

        (Lực gãi đầu, nhìn mẹ)

        Anh Lực: Thì thứ ba, thứ sáu anh nấu. Còn lại mình chia. Miễn đừng chê khét.

        Bé Bi: Con rửa chén! Con rửa được ba cái một lần.

        Mẹ: Vậy còn má thì sao? Chia cho má cái gì?

        Chị Duyên: Dạ, má già rồi, má nghỉ cho khỏe.

        Mẹ: Nghỉ gì mà nghỉ. Bữa nay con họp, có nghe ai nói cái lớp dạy may còn mở không?

        Chị Duyên: Dạ còn! Hội phụ nữ mới mở lại, tối thứ tư ở nhà văn hóa, má.

        Mẹ: Vậy tối thứ tư, hai cha con nó nấu. Má đi học may.

        Anh Lực: Trời, má sáu mươi tám tuổi rồi mà còn đi học?

        Mẹ: Chờ bốn mươi năm rồi đó con. Giờ không đi thì chừng nào?

        (Cả nhà cười)

        Bé Bi: Thưa cô bác, bữa cơm chiều nay nhà con hơi khét, mà ai cũng ăn hết sạch. Con đếm rồi,
        không chừa một hột nào.

        [zither] Nhạc kết
        """,
    ),
)

_CERTIFICATE_CAST: Final = (
    Role("Ông Sáu", Voice.OLD_MAN),
    Role("Chị Thắm", Voice.YOUNG_WOMAN),
    Role("Cán bộ", Voice.YOUNG_MAN),
    Role("Bé Sao", Voice.GIRL),
)

A_NAME_ON_PAPER: Final = Work(
    key="skit-a-name-on-paper",
    genre=SKIT,
    title="Tờ giấy mang tên con",
    summary="Một bé gái sáu tuổi chưa có giấy khai sinh, và một ông ngoại tin rằng đã quá muộn.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.POLICY_AND_LAW),
    conventions=(Convention.CHILD, Convention.CIVIL_AND_POLITICAL),
    supplying_body=Body.JUSTICE,
    byline="Nhóm kịch Xương Rồng",
    source=_SOURCE,
    cast=_CERTIFICATE_CAST,
    body=screenplay(
        _CERTIFICATE_CAST,
        """
        [zither] Nhạc hiệu tiểu phẩm

        [rooster] Gà gáy

        Bé Sao: Ngoại ơi, mai mốt con đi học lớp một, cô hỏi con tên gì, con nói sao?

        Ông Sáu: Thì con nói con tên Sao.

        Bé Sao: Bạn Tí nói con không có tên. Bạn nói ai có tên thì phải có tờ giấy. Nhà con không có
        tờ giấy nào hết.

        (Ông Sáu thở dài, đặt rổ lưới xuống)

        Ông Sáu: Cha con đi biển không về, má con sanh con xong đau yếu hoài. Ngoại ra khơi suốt.
        Quay qua quay lại, con đã sáu tuổi. Giờ trễ quá rồi, ai mà làm cho nữa.

        [knock] Gõ cửa

        Chị Thắm: Chú Sáu có nhà không? Con là Thắm, hội phụ nữ đây. Con đi lập danh sách các cháu
        vào lớp một.

        Ông Sáu: Vô đi cháu. Mà con Sao chắc năm nay chưa học được đâu.

        Chị Thắm: Sao vậy chú? Cháu lanh lợi vậy mà.

        Ông Sáu: Nó không có khai sinh. Hồi đó người ta dặn sáu mươi ngày. Giờ là sáu năm. Nghe nói
        trễ thì bị phạt nặng lắm, tiền đâu mà đóng.

        Chị Thắm: Ai nói với chú vậy?

        Ông Sáu: Thì người ta nói ngoài chợ.

        Chị Thắm: Chợ thì để mua cá thôi chú ơi. Chuyện này mình hỏi ủy ban. Chú thay áo đi, con chở
        hai ông cháu lên xã liền bây giờ.

        [motorbike] Xe máy nổ

        (Tại bộ phận một cửa của xã)

        Cán bộ: Dạ, con chào chú. Chú cần con giúp gì?

        Ông Sáu: Tôi, tôi tới chịu phạt.

        Cán bộ: Dạ phạt gì chú?

        Bé Sao: Dạ, phạt tại con chưa có tên.

        (Mọi người bật cười, rồi im)

        Cán bộ: Không ai phạt con hết. Con ngồi đây, chú rót nước cho. Chú Sáu nghe con nói nè. Trẻ
        em sinh ra là có quyền được khai sinh. Quá hạn sáu mươi ngày thì vẫn đăng ký được, gọi là
        đăng ký khai sinh quá hạn. Pháp luật không lấy quyền của con nít để phạt người lớn.

        Ông Sáu: Vậy giấy tờ cần những gì? Nó sanh ở nhà, bà mụ trong xóm đỡ.

        Cán bộ: Không có giấy chứng sinh thì có người làm chứng việc sinh cũng được. Bà mụ còn khỏe
        không chú?

        Ông Sáu: Khỏe. Còn đi chợ được.

        Chị Thắm: Để con qua nhờ bà. Bà đỡ đẻ cho nửa xóm này, trí nhớ bà còn rõ hơn sổ.

        Ông Sáu: Còn khúc ghi tên cha. Cha nó mất ngoài biển, hồi đó tụi nó chưa kịp làm đăng ký kết
        hôn.

        Cán bộ: Dạ, phần đó nếu chưa xác định được thì để trống, sau này có căn cứ thì bổ sung. Cháu
        vẫn có họ tên, ngày sinh, quê quán, quốc tịch Việt Nam đầy đủ như mọi bạn.

        Bé Sao: Chú ơi, có ghi con thích vẽ không?

        Cán bộ: Cái đó thì giấy không có chỗ ghi. Nhưng có tờ giấy này, con được đi học, mà đi học
        thì tha hồ vẽ. Con còn có thẻ bảo hiểm y tế, bữa nào đau thì đi khám không mất tiền.

        (Tiếng gõ bàn phím, tiếng đóng dấu)

        Cán bộ: Chú đọc lại giùm con, coi đúng tên chưa.

        Ông Sáu: Mắt ngoại kém. Sao, con đọc đi con. Con biết mặt chữ rồi mà.

        Bé Sao: Nguyễn Thị Biển Sao. Đúng rồi ngoại ơi, tên con nè! Có cả chữ Biển của ba nữa!

        (Ông Sáu nghẹn ngào)

        Ông Sáu: Ừ. Ba con mà thấy chắc ổng mừng. Vậy mà ngoại cứ ngại, để con chờ tới sáu năm.

        Chị Thắm: Chú Sáu, mai chú ghé nhà thằng Tư cuối xóm giùm con. Nó cũng có đứa nhỏ hai tuổi
        chưa khai sinh, nó cũng nói là sợ phạt.

        Ông Sáu: Để đó cho chú. Chú sẽ nói với nó một câu thôi: đừng để con mình phải hỏi, con tên
        gì.

        [school_drum] Trống trường

        Bé Sao: Thưa cô, con tên là Nguyễn Thị Biển Sao. Con sáu tuổi. Con có tờ giấy mang tên con.

        [zither] Nhạc kết
        """,
    ),
)

HOME_SKITS: Final = (WHO_COOKS_TONIGHT, A_NAME_ON_PAPER)
