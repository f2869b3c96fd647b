"""A drama on violence in the home, and how a neighbourhood stops looking away."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import DRAMA, Body, Convention, Theme, Work

_CAST: Final = (
    Role("Người kể", Voice.ANNOUNCER_WOMAN),
    Role("Xuyến", Voice.YOUNG_WOMAN),
    Role("Khang", Voice.MAN),
    Role("Bà Hai", Voice.OLD_WOMAN),
    Role("Chú Lộc", Voice.OLD_MAN),
    Role("Cu Tin", Voice.BOY),
)

SALT_SEASON: Final = Work(
    key="drama-salt-season",
    genre=DRAMA,
    title="Mùa muối trắng",
    summary="Ở một xóm làm muối, chị Xuyến giấu những vết bầm dưới tay áo dài. Kịch truyền thanh "
    "về phòng, chống bạo lực gia đình.",
    themes=(Theme.POLICY_AND_LAW, Theme.RESULTS),
    conventions=(Convention.WOMEN, Convention.CHILD),
    supplying_body=Body.STATION,
    byline="Nhóm kịch Xương Rồng",
    source="Kịch truyền thanh; nhân vật là hư cấu",
    cast=_CAST,
    body=screenplay(
        _CAST,
        """
        [zither] Nhạc mở màn

        Người kể: Kịch truyền thanh: Mùa muối trắng. Câu chuyện xảy ra ở xóm Gò Muối, vào những ngày
        nắng nhất trong năm.

        [waves] Sóng biển, gió

        Người kể: Giữa trưa, đồng muối trắng lóa. Ai cũng xắn tay áo cao tới vai, riêng chị Xuyến
        mặc áo dài tay, cổ tay cài nút kín. Bà Hai, chủ ruộng muối bên cạnh, nhìn chị hồi lâu.

        Bà Hai: Xuyến, trời nóng như vầy, con mặc chi cho kín dữ vậy?

        Xuyến: Dạ, con sợ nắng, dì Hai.

        Bà Hai: Làm muối mười năm, bữa nay mới sợ nắng. Đưa tay dì coi.

        Xuyến: Dạ thôi. Con trượt chân, con té đó dì.

        Bà Hai: Tháng trước con cũng té. Tháng trước nữa cũng té. Ruộng muối của con trơn dữ ha.

        (Xuyến không trả lời, cúi xuống cào muối)

        Người kể: Chiều hôm đó, cu Tin, con trai chị Xuyến, tám tuổi, không về nhà ngay. Nó ngồi ở
        bờ ruộng nhà bà Hai, ném từng hòn đất xuống kênh.

        [water] Nước kênh

        Bà Hai: Tin, sao chưa về ăn cơm?

        Cu Tin: Con chờ trời tối. Trời tối ba ngủ thì con về.

        Bà Hai: Ba con ở nhà sao con không về?

        Cu Tin: Bữa nào ba đi uống rượu về, ba la má. La xong thì ba đập đồ. Đập đồ xong thì má kêu
        con ra ngoài chơi. Con ra ngoài, con bịt lỗ tai lại. Mà con vẫn nghe.

        Bà Hai: Trời ơi, con ơi.

        Cu Tin: Bà Hai đừng nói với ai nghen. Má nói nói ra thì xấu hổ.

        [zither] Nhạc chuyển cảnh

        [crickets] Tiếng dế đêm

        Người kể: Đêm ấy, nhà chị Xuyến có tiếng bát vỡ. Cả xóm đều nghe. Đèn nhà bên này bật lên,
        rồi lại tắt. Đèn nhà bên kia cũng vậy. Chỉ có bà Hai ngồi dậy, quấn khăn.

        Chú Lộc: Bà đi đâu giờ này?

        Bà Hai: Tôi qua bên nhà con Xuyến.

        Chú Lộc: Thôi bà ơi. Chuyện vợ chồng người ta, đèn nhà ai nấy sáng. Mình xen vô, mai mốt nó
        làm lành với nhau, mình thành người dưng mang tiếng.

        Bà Hai: Ông nói đèn nhà ai nấy sáng. Nãy giờ cả xóm tắt đèn, chớ có nhà nào sáng đâu.

        (Im lặng)

        Chú Lộc: Ờ. Vậy để tôi đi với bà.

        [footsteps] Bước chân trên cát

        [knock] Gõ cửa gấp

        Bà Hai: Khang! Mở cửa cho dì!

        Khang: Khuya rồi, dì qua chi? Nhà con không có chuyện gì hết.

        Bà Hai: Không có chuyện gì thì mở cửa cho dì mượn bó đuốc.

        (Cửa mở)

        Khang: Đuốc đây, dì cầm về đi. Vợ con, con dạy, đó là việc nhà con.

        Chú Lộc: Khang, chú hỏi mày một câu. Bữa trước thằng hàng xóm đập bể cái lu của mày, mày làm
        gì?

        Khang: Con báo trưởng thôn, bắt nó đền.

        Chú Lộc: Đập cái lu thì phải đền, đập con người ta thì là việc nhà. Cái lu của mày quý hơn
        vợ mày sao?

        (Khang cứng họng)

        Bà Hai: Xuyến, con dắt thằng Tin qua nhà dì ngủ đêm nay. Dì có cái giường trống.

        Khang: Ai cho đi?

        Bà Hai: Khang, dì nói cho con biết. Luật Phòng, chống bạo lực gia đình có từ lâu, năm 2022
        lại làm mới. Người bị bạo lực có quyền được bảo vệ, được ở chỗ an toàn. Người nào biết mà
        báo tin là làm đúng. Con mà cản, dì gọi công an xã liền bây giờ, số dì lưu sẵn đây.

        Khang: Dì, dì làm lớn chuyện chi vậy.

        Bà Hai: Chuyện vốn đã lớn rồi. Chỉ tại mình thấy nó hoài nên tưởng nó nhỏ.

        [zither] Nhạc chuyển cảnh

        [rooster] Gà gáy sáng

        Người kể: Sáng hôm sau, trong bếp nhà bà Hai, chị Xuyến ngồi bên bếp lửa. Lần đầu tiên sau
        nhiều tháng, chị xắn tay áo lên.

        Xuyến: Dì Hai, con mắc cỡ lắm. Con cứ nghĩ tại con vụng, tại con nói năng không khéo nên ảnh
        mới vậy.

        Bà Hai: Không có cái vụng nào đáng bị đánh hết con. Người mắc cỡ phải là người giơ tay lên.

        Xuyến: Ảnh hồi trước không vậy đâu dì. Từ hồi muối rớt giá, thiếu nợ, ảnh uống rượu. Con
        thương ảnh khổ, con ráng chịu. Con nghĩ chịu được thì nhà còn nguyên.

        Cu Tin: Má ơi, nhà mình đâu có nguyên. Cái tô bể, cái ghế gãy, cái gương cũng bể. Con đếm
        rồi.

        (Xuyến ôm con khóc)

        Bà Hai: Nghe con nói chưa. Người lớn mình hay tính sai, để con nít nó tính lại cho. Giờ hai
        má con ăn cháo đi, rồi dì đưa lên xã. Mình không đi bỏ tù ai. Mình đi hỏi cho biết có đường
        nào.

        [motorbike] Xe máy

        Người kể: Ở xã, cán bộ phụ nữ nghe chị kể từ đầu đến cuối, không ngắt lời. Chị được đưa đến
        trạm y tế. Chị được cho biết những điều mà mười năm nay chị chưa từng nghe: có thể yêu cầu
        cấm tiếp xúc, có địa chỉ tin cậy để tạm lánh, có người tư vấn, và anh Khang sẽ được mời lên
        làm việc.

        Xuyến: Dạ, nếu mời ảnh lên, ảnh về ảnh giận, rồi sao?

        Người kể: Câu hỏi ấy, cán bộ không trả lời một mình. Chiều hôm đó, cả tổ hòa giải, công an
        xã, chi hội phụ nữ và chú Lộc cùng có mặt ở nhà chị.

        [zither] Nhạc chuyển cảnh

        Khang: Làm gì mà đông vậy? Tôi phạm tội gì?

        Chú Lộc: Ngồi xuống đi Khang. Chú nói trước. Chú có lỗi với mày.

        Khang: Chú, sao chú nói vậy?

        Chú Lộc: Hồi trẻ chú cũng đánh vợ. Hồi đó không ai nói gì với chú hết. Ai cũng tắt đèn.
        Thằng con chú bỏ nhà đi năm mười lăm tuổi, tới giờ chưa về. Nếu hồi đó có ai gõ cửa nhà chú,
        thì giờ chú đã có cháu bồng.

        (Im lặng rất lâu)

        Khang: Con, con đâu có muốn vậy. Tỉnh rượu con cũng khổ lắm. Mà nợ nần, con không biết nói
        với ai.

        Chú Lộc: Nợ thì bàn chuyện nợ. Đánh vợ thì phải chịu trách nhiệm chuyện đánh vợ. Hai cái
        không đem trừ cho nhau được.

        Người kể: Hôm đó anh Khang bị lập biên bản, bị xử phạt theo quy định. Anh phải cam kết, và
        trong thời hạn cấm tiếp xúc, anh ra chòi muối ở. Mỗi tuần hai buổi, anh đến gặp người tư
        vấn. Chú Lộc tình nguyện đi cùng, lần nào cũng ngồi chờ ngoài hiên.

        Bà Hai: Còn khoản nợ, tổ vay vốn đứng ra giúp làm lại giấy tờ. Tiền đứng tên vợ, chồng làm,
        hai người cùng ký.

        [waves] Sóng biển

        Người kể: Hai tháng sau, tới vụ muối mới. Chị Xuyến ra đồng, xắn tay áo cao tới vai. Trên
        cánh tay chị chỉ còn màu nắng.

        Khang: Xuyến. Anh cào xong ba ô bên này rồi. Em cho anh, cho anh ăn cơm chung một bữa được
        không?

        Xuyến: Anh hỏi con đi.

        Cu Tin: Ba phải hứa.

        Khang: Ba hứa.

        Cu Tin: Hứa gì?

        Khang: Ba hứa, nhà mình từ nay, tối nào đèn cũng sáng. Để ai đi ngang cũng thấy, trong nhà
        không có gì phải giấu.

        Cu Tin: Vậy ba đi rửa tay đi. Má con nấu canh chua.

        [zither] Nhạc kết

        Người kể: Bạo lực không phải là chuyện riêng của một nhà. Nếu quý vị là người bị đánh, đó
        không phải lỗi của quý vị. Nếu quý vị là người nghe thấy, xin đừng tắt đèn. Hãy gõ cửa, hãy
        báo cho trưởng thôn, công an xã hoặc Ủy ban nhân dân nơi gần nhất.
        """,
    ),
)
