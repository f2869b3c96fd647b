"""Skits set among neighbours: a shared message, a contract."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import (
    SKIT,
    Body,
    Convention,
    Level,
    Recording,
    Theme,
    Work,
)

_SOURCE: Final = "Tiểu phẩm; nhân vật là hư cấu"

_SHARE_CAST: Final = (
    Role("Ông Tám", Voice.OLD_MAN),
    Role("Bà Năm", Voice.WOMAN),
    Role("Tí", Voice.BOY),
    Role("Anh Dũng", Voice.YOUNG_MAN),
)

THE_SHARE_BUTTON: Final = Work(
    key="skit-the-share-button",
    genre=SKIT,
    title="Cái nút chia sẻ",
    summary="Ông Tám vừa có điện thoại mới, và một buổi sáng cả xóm đi mua muối.",
    themes=(Theme.ANSWERS,),
    conventions=(Convention.CIVIL_AND_POLITICAL,),
    supplying_body=Body.POLICE,
    byline="Nhóm kịch Gió Biển",
    source=_SOURCE,
    cast=_SHARE_CAST,
    body=screenplay(
        _SHARE_CAST,
        """
        [zither] Nhạc hiệu tiểu phẩm

        [phone] Điện thoại kêu liên tục

        Ông Tám: Tí ơi, Tí! Cái máy của ông nội nó kêu như gà mắc đẻ. Vô coi giùm ông nội.

        Tí: Dạ, nhóm xóm mình nhắn đó ông nội. Có người gửi tin.

        Ông Tám: Tin gì? Đọc nghe coi.

        Tí: Tin khẩn. Nước biển nhiễm độc, tháng tới không còn muối ăn. Nhà nào chưa mua thì mua
        liền. Gửi cho mười người, không gửi là hại người thân.

        Ông Tám: Chết cha! Quê mình mà hết muối thì còn gì là quê mình. Cái nút gửi ở đâu, chỉ ông
        nội coi.

        Tí: Mà ông nội ơi, con thấy kỳ kỳ.

        Ông Tám: Kỳ gì mà kỳ. Người ta viết chữ đỏ, có ba dấu chấm than, sao mà sai được. Bấm!

        [phone] Tin nhắn gửi đi

        (Lát sau, ngoài đường ồn ào)

        Bà Năm: Anh Tám ơi, anh mua muối chưa? Tôi xách được hai chục ký rồi đây. Tiệm bà Lành hết
        sạch, giá lên gấp ba mà người ta còn giành nhau.

        Ông Tám: Trời, nhanh vậy sao? Ai báo cho cô biết?

        Bà Năm: Thì tin của anh chớ ai. Anh là cán bộ về hưu, anh gửi thì tôi tin liền, tôi gửi tiếp
        cho chị em bên chồng tôi ở xã khác.

        Ông Tám: Tin của tôi? Tôi chỉ, tôi chỉ bấm có một cái.

        [motorbike] Xe máy dừng trước cửa

        Anh Dũng: Con chào bác Tám, con chào dì Năm. Con là Dũng, công an xã. Con ghé hỏi thăm
        chuyện muối.

        Bà Năm: Anh Dũng đi mua muối hả? Hết rồi. Để tôi chia cho anh một ký.

        Anh Dũng: Dạ không, con đi hỏi coi cái tin từ đâu ra. Sáng nay ở ngoài đồng muối, diêm dân
        vẫn cào muối bình thường. Muối chất thành núi kìa dì.

        (Ông Tám ho, giấu điện thoại ra sau lưng)

        Tí: Ông nội, ông nội giấu cái gì sau lưng vậy?

        Ông Tám: Con nít đi chỗ khác chơi. Ờ, thôi, tôi nhận. Tin đó là tôi bấm. Mà tôi đâu có ý gì,
        tôi lo cho bà con.

        Anh Dũng: Dạ con biết bác lo. Người làm ra tin giả biết là người mình thương nhau nên hay
        lo, họ mượn cái lo đó để tin chạy cho nhanh.

        Bà Năm: Mà làm vậy họ được gì?

        Anh Dũng: Có kẻ ghim hàng rồi tung tin để bán giá cao. Có kẻ câu người ta bấm vào đường dẫn
        để lấy tiền trong tài khoản. Có kẻ chỉ muốn bà con hoang mang.

        Ông Tám: Vậy, vậy tôi có bị tội không cháu?

        Anh Dũng: Đưa tin sai gây hoang mang là vi phạm, có thể bị xử phạt. Nhưng việc cần làm ngay
        bây giờ là sửa. Bác nhắn lại cho cả nhóm, nói rõ tin đó sai, ai đã gửi tiếp thì nhắn lại
        giùm.

        Ông Tám: Nhắn lại vậy, mặt mũi nào ra đường nữa. Tôi có quyền tự do nói mà cháu.

        Anh Dũng: Dạ, bác có quyền, Hiến pháp ghi rõ. Quyền nói của bác đi chung với quyền được biết
        sự thật của bà con. Bác nói thật, thì cả hai cái quyền đều còn.

        (Ông Tám im lặng một lúc)

        Tí: Ông nội đọc đi, con bấm cho. Con bấm nhanh lắm.

        Ông Tám: Ừ, ghi vầy nè. Tôi là Tám, ở đầu xóm. Tin hết muối tôi gửi hồi sáng là tin sai. Tôi
        chưa hỏi lại mà đã gửi. Tôi xin lỗi bà con.

        Tí: Có cần chữ đỏ với ba dấu chấm than không ông nội?

        Ông Tám: Khỏi. Chữ đen thôi. Nói thật thì không cần la lớn.

        [phone] Tin nhắn gửi đi

        Bà Năm: Còn hai chục ký muối của tôi thì sao?

        Ông Tám: Thì cô làm mắm. Tết này cả xóm qua ăn mắm nhà cô.

        Anh Dũng: Dạ, để con chép lại ba câu dán lên tường nhà bác nha. Ai nói? Ở đâu công bố? Mình
        hỏi lại chưa?

        Bà Năm: Ông Tám ơi, máy ông lại kêu kìa. Lại có tin khẩn.

        Ông Tám: Tin gì thì tin, để đó. Uống trà cái đã.

        [zither] Nhạc kết
        """,
    ),
)

_PAGE_CAST: Final = (
    Role("Hạ", Voice.YOUNG_WOMAN),
    Role("Quản lý", Voice.FLAT_MAN),
    Role("Cô Vân", Voice.WOMAN),
    Role("Chú Bình", Voice.MAN),
)

LAST_PAGE: Final = Work(
    key="skit-last-page",
    genre=SKIT,
    title="Chữ ký ở trang cuối",
    summary="Cô gái trẻ sắp ký hợp đồng ở xưởng may đọc được một dòng chữ nhỏ.",
    themes=(Theme.FOREIGN_RELATIONS, Theme.POLICY_AND_LAW),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL, Convention.WOMEN),
    supplying_body=Body.TRADE,
    byline="Nhóm kịch Gió Biển",
    source=_SOURCE,
    recording=Recording(level=Level.QUIET),
    cast=_PAGE_CAST,
    body=screenplay(
        _PAGE_CAST,
        """
        [zither] Nhạc hiệu tiểu phẩm

        (Văn phòng một xưởng may nhỏ)

        Quản lý: Đây, hợp đồng đây. Em ký vô trang cuối. Ký lẹ đi, phía sau còn mười mấy người chờ.

        Hạ: Dạ, anh cho em đọc một chút.

        Quản lý: Đọc làm gì cho mỏi mắt. Ai cũng ký vậy hết. Lương tháng có, cơm trưa có. Ký đi.

        Hạ: Dạ, má em dặn, chữ ký là cái bóng của mình, nó ở đâu thì mình ở đó. Em phải biết nó đứng
        ở đâu chớ.

        (Tiếng lật giấy)

        Hạ: Anh ơi, dòng này chữ nhỏ quá. Trong thời gian ba năm, lao động nữ cam kết không lập gia
        đình, không sinh con. Nếu vi phạm thì nghỉ việc, không nhận trợ cấp. Cái này là sao anh?

        Quản lý: À, cái đó ghi cho có. Em còn nhỏ, lo làm đi, lấy chồng sớm chi.

        Hạ: Dạ em chưa tính lấy chồng. Nhưng em cũng chưa tính bán cái quyền lấy chồng.

        [knock] Gõ cửa

        Cô Vân: Chào anh. Tôi là Vân, bên công đoàn. Có chuyện gì mà mấy em đứng chờ đông vậy?

        Quản lý: Dạ không có gì đâu chị. Con bé này nó kỹ quá.

        Hạ: Dạ, cô coi giùm con dòng này.

        (Cô Vân đọc, giọng trầm xuống)

        Cô Vân: Anh ơi, điều khoản này trái pháp luật rồi. Bộ luật Lao động không cho phép buộc lao
        động nữ cam kết không kết hôn, không sinh con. Cũng không được sa thải người ta vì lý do kết
        hôn, mang thai, nuôi con nhỏ.

        Quản lý: Thì, thì tôi chép mẫu cũ trên mạng. Mà chị làm căng quá, xưởng nhỏ xíu, ai mà để ý.

        [motorbike] Xe dừng trước xưởng

        Chú Bình: Ai nói không ai để ý? Chào cô Vân. Tôi mới từ cảng về. Có chuyện vui mà cũng có
        chuyện lo đây.

        Quản lý: Dạ, anh Bình, anh là chủ, anh nói giùm một tiếng.

        Chú Bình: Chuyện vui là bên châu Âu người ta muốn đặt mình mười ngàn cái áo. Chuyện lo là
        tuần sau người ta cho người xuống coi xưởng. Không phải coi áo. Coi hợp đồng, coi bảng chấm
        công, hỏi chuyện công nhân.

        Hạ: Dạ, người ta mua áo mà hỏi chuyện tụi con làm gì, chú?

        Chú Bình: Tại nước mình ký hiệp định thương mại tự do với họ. Trong đó không chỉ có thuế má,
        mà còn cam kết về lao động. Không ép buộc, không dùng trẻ em, không phân biệt đối xử, công
        nhân được nói tiếng nói của mình.

        Cô Vân: Dòng chữ nhỏ này mà họ đọc được, thì mất đơn hàng lớn đó anh.

        Quản lý: Trời đất, một dòng chữ nhỏ xíu!

        Hạ: Dạ, nhỏ với anh chớ lớn với tụi em. Chị Mười bên chuyền hai có bầu ba tháng, chị giấu,
        chị bó bụng đi làm, tại chị tưởng ký rồi là phải chịu.

        (Mọi người lặng đi)

        Chú Bình: Có chuyện đó sao? Sao không ai nói với tôi?

        Cô Vân: Tại mình chưa có chỗ để nói, anh Bình. Luật quy định đối thoại tại nơi làm việc, mà
        xưởng mình mở hai năm rồi có ngồi lại lần nào đâu.

        Chú Bình: Vậy thì ngồi. Chiều nay ngồi luôn. Quản lý, đem hết hợp đồng ra, gạch bỏ dòng đó,
        in lại. Còn chị Mười, chuyển qua khâu nhẹ, tới ngày thì nghỉ thai sản theo đúng luật.

        Quản lý: Dạ, để em sửa. Mà em nói thiệt, em cũng không biết là sai. Người trước đưa mẫu sao
        thì em dùng vậy.

        Cô Vân: Không biết thì hỏi. Hỏi không mất tiền, mà không hỏi thì có khi mất cả xưởng.

        (Tiếng máy in)

        Quản lý: Đây, bản mới đây. Em Hạ, mời em đọc. Đọc bao lâu cũng được.

        Hạ: Dạ. Công việc, có. Tiền lương, ngày trả lương, có. Giờ nghỉ, có. Bảo hiểm xã hội, có.
        Dòng chữ nhỏ, hết rồi.

        Chú Bình: Vậy ký được chưa cháu?

        Hạ: Dạ được. Mà chú Bình ơi, cho con xin một bản đem về. Má con dặn, cái bóng của mình thì
        mình phải giữ.

        [zither] Nhạc kết
        """,
    ),
)

NEIGHBOUR_SKITS: Final = (THE_SHARE_BUTTON, LAST_PAGE)
