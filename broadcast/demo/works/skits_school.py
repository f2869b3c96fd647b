"""A skit set in a classroom."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import (
    SKIT,
    Body,
    Convention,
    Step,
    Story,
    StoryState,
    Theme,
    Work,
)

_CAST: Final = (
    Role("Cô giáo", Voice.WOMAN),
    Role("Bé Mây", Voice.GIRL),
    Role("Tèo", Voice.BOY),
    Role("Ba của Mây", Voice.MAN),
)

SEAT_BY_THE_WINDOW: Final = Work(
    key="skit-seat-by-the-window",
    genre=SKIT,
    title="Chỗ ngồi cạnh cửa sổ",
    summary="Ngày đầu đến lớp của một bé gái khiếm thị, và cậu bạn cùng bàn nghĩ ra cách kể lại "
    "bức tranh.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.RESULTS),
    conventions=(Convention.CHILD, Convention.DISABILITY),
    supplying_body=Body.EDUCATION,
    byline="Nhóm kịch Xương Rồng",
    source="Tiểu phẩm; nhân vật là hư cấu",
    story=Story(StoryState.IN_REVIEW, step=Step.LEADERSHIP),
    cast=_CAST,
    body=screenplay(
        _CAST,
        """
        [zither] Nhạc hiệu tiểu phẩm

        [school_drum] Trống trường

        Ba của Mây: Thưa cô, tôi đưa cháu tới cho biết trường thôi, chớ tôi tính cho cháu ở nhà. Mắt
        cháu không thấy, vô lớp sợ phiền cô, phiền bạn.

        Cô giáo: Anh cứ để cháu ngồi thử một buổi. Mây ơi, con thích ngồi chỗ nào?

        Bé Mây: Dạ, con thích ngồi cạnh cửa sổ. Con nghe được tiếng chim.

        Tèo: Cô ơi, bạn không thấy đường thì ngồi cạnh cửa sổ làm chi? Chỗ đó của con mà.

        Cô giáo: Tèo, con nghe bạn nói chưa? Bạn nghe bằng tai, con nhìn bằng mắt. Cửa sổ có phần
        cho cả hai. Con ngồi xích vô một chút.

        (Tiếng kéo ghế)

        Tèo: Nè, bạn ngồi đi. Mà bạn đừng có dựa vô tay mình nha, mình đang vẽ.

        Bé Mây: Bạn vẽ gì vậy?

        Tèo: Vẽ con cừu. Mà kể bạn cũng đâu có thấy.

        Bé Mây: Con cừu nhà mình tên Bông. Lông nó xoăn, sờ như sờ cỏ khô ngoài nắng. Hai cái tai nó
        cụp xuống, lạnh lạnh. Bạn có vẽ tai nó cụp không?

        Tèo: Ủa, mình vẽ tai dựng. Mình tưởng tai cừu giống tai chó.

        Bé Mây: Không đâu. Tai chó ấm, tai cừu lạnh. Bạn sờ thử là biết.

        (Tèo im, lấy gôm xóa)

        Tèo: Cô ơi, bạn Mây biết con cừu rõ hơn con!

        Cô giáo: Vậy hai con vẽ chung đi. Mây kể, Tèo vẽ.

        Ba của Mây: Cô ơi, rồi chữ thì cháu học sao? Chữ đâu có sờ được.

        Cô giáo: Dạ có chữ sờ được anh à, chữ nổi. Năm ngoái tôi được đi tập huấn. Sở có gửi về bộ
        sách chữ nổi lớp một. Tôi học trước một bài, cháu học sau một bài, hai cô trò cùng dò.

        Ba của Mây: Cô phải học thêm vì một mình con tôi sao? Tôi thấy áy náy quá.

        Cô giáo: Anh đừng nói vậy. Luật ghi rõ, trẻ khuyết tật có quyền đi học, được học hòa nhập
        cùng các bạn. Công ước về quyền trẻ em và công ước về quyền của người khuyết tật cũng nói
        như thế. Tôi làm phần việc của tôi. Phần của cháu là được ngồi ở đây.

        Ba của Mây: Vậy tôi có phần gì không cô?

        Cô giáo: Dạ có. Tối về anh ngồi học chữ nổi với cháu. Có sáu cái chấm thôi anh, hai cha con
        mình dò từ từ là thuộc.

        [school_drum] Trống ra chơi

        Tèo: Mây ơi, ra sân chơi không? Tụi mình đang chơi đá banh.

        Bé Mây: Mình không thấy trái banh.

        Tèo: Ờ ha. Khoan, để mình nghĩ coi. Mình bỏ trái banh vô cái bao ni lông, nó lăn thì nó kêu
        sột soạt. Bạn nghe thử nè.

        (Tiếng bao sột soạt)

        Bé Mây: Mình nghe rồi! Nó chạy qua bên trái!

        Tèo: Đá đi! Trời ơi, vô! Mây đá vô rồi, cả lớp ơi!

        (Tiếng reo hò của trẻ con)

        Ba của Mây: Hồi đó giờ tôi chưa nghe nó cười lớn vậy.

        Cô giáo: Ở nhà anh giữ cháu kỹ quá phải không?

        Ba của Mây: Dạ. Sợ nó té, sợ người ta chọc. Tôi cứ nghĩ giữ con trong nhà là thương con. Tôi
        đâu có biết, tôi đang giữ luôn cả mấy đứa bạn của nó.

        (Trống vào lớp. Tiếng trẻ con chạy)

        Tèo: Cô ơi, con xin cô một chuyện.

        Cô giáo: Chuyện gì đó Tèo?

        Tèo: Mai cô cho con ngồi cạnh bạn Mây luôn nha. Con nhường bạn sát cửa sổ. Bạn nghe chim kêu
        rồi bạn kể cho con, con nhìn thấy cái gì con kể cho bạn.

        Bé Mây: Bây giờ ngoài cửa sổ có gì vậy Tèo?

        Tèo: Có ông mặt trời, có cây me, có cái tổ chim. Và có ba của bạn, đang đứng ngoài hàng rào
        cười một mình.

        Bé Mây: Ba ơi, mai ba chở con đi học nữa nha!

        Ba của Mây: Ừ, mai, mốt, rồi sang năm nữa. Ba chở con đi hoài.

        [zither] Nhạc kết
        """,
    ),
)
