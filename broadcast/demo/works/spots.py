"""Spots: one thought in half a minute. Short pieces are what makes a slot fit exactly."""

from __future__ import annotations

from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import (
    SPOT,
    Body,
    Convention,
    Level,
    Recording,
    Theme,
    Work,
)

_WOMAN = Role("Giọng nữ", Voice.ANNOUNCER_WOMAN)
_MAN = Role("Giọng nam", Voice.ANNOUNCER_MAN)
_GIRL = Role("Bé gái", Voice.GIRL)
_BOY = Role("Bé trai", Voice.BOY)
_OLD_WOMAN = Role("Bà", Voice.OLD_WOMAN)
_SOURCE: Final = "Thông điệp truyền thanh"

CHILD_HELPLINE: Final = Work(
    key="spot-child-helpline",
    genre=SPOT,
    title="111: số điện thoại của trẻ em",
    summary="Tổng đài quốc gia bảo vệ trẻ em, miễn phí, suốt ngày đêm.",
    themes=(Theme.POLICY_AND_LAW,),
    conventions=(Convention.CHILD,),
    supplying_body=Body.LABOUR,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_GIRL, _WOMAN),
    body=screenplay(
        (_GIRL, _WOMAN),
        """
        [phone] Chuông điện thoại

        Bé gái: A lô, cháu muốn kể một chuyện mà cháu chưa dám nói với ai.

        Giọng nữ: Cô nghe đây, cháu cứ nói từ từ. Thưa quý vị, 111 là Tổng đài điện thoại quốc gia
        bảo vệ trẻ em. Gọi miễn phí, suốt ngày đêm, người lớn cũng gọi được. Thấy một đứa trẻ bị
        đánh, bị bỏ mặc, bị ép lấy chồng sớm, xin đừng im lặng.
        """,
    ),
)

THREE_QUESTIONS: Final = Work(
    key="spot-three-questions",
    genre=SPOT,
    title="Ba câu hỏi trước khi chia sẻ",
    summary="Ai nói, nói ở đâu, văn bản nào: ba câu hỏi để không tiếp tay cho tin giả.",
    themes=(Theme.ANSWERS,),
    conventions=(Convention.CIVIL_AND_POLITICAL,),
    supplying_body=Body.INFORMATION,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_MAN, _WOMAN),
    recording=Recording(level=Level.HOT),
    body=screenplay(
        (_MAN, _WOMAN),
        """
        [chime] Nhạc mở đầu

        Giọng nam: Nhận một tin nóng trên điện thoại, khoan bấm chia sẻ.

        Giọng nữ: Một, ai là người nói? Hai, cơ quan nào đã công bố? Ba, có số văn bản, có ngày
        tháng không?

        Giọng nam: Chưa trả lời được cả ba, thì tin ấy dừng lại ở máy của mình. Quyền được thông tin
        đi cùng trách nhiệm nói đúng.
        """,
    ),
)

EQUAL_PAY: Final = Work(
    key="spot-equal-pay",
    genre=SPOT,
    title="Cùng việc, cùng công",
    summary="Lao động nam và nữ làm việc như nhau được trả công như nhau.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.POLICY_AND_LAW),
    conventions=(Convention.WOMEN, Convention.ECONOMIC_SOCIAL_CULTURAL),
    supplying_body=Body.LABOUR,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_MAN, _WOMAN),
    body=screenplay(
        (_MAN, _WOMAN),
        """
        [waves] Sóng biển

        Giọng nữ: Cùng gánh một gánh muối, cùng đi một quãng đường.

        Giọng nam: Sao công anh một ngày lại hơn công chị?

        Giọng nữ: Công ước CEDAW và Bộ luật Lao động đều nói rõ: việc có giá trị như nhau thì trả
        công như nhau, không phân biệt nam nữ.

        Giọng nam: Gánh muối không biết phân biệt. Mình cũng đừng.
        """,
    ),
)

GENTLE_SLOPE: Final = Work(
    key="spot-gentle-slope",
    genre=SPOT,
    title="Một con dốc thoải",
    summary="Một lối đi cho xe lăn là lối đi cho mọi người.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.RESULTS),
    conventions=(Convention.DISABILITY,),
    supplying_body=Body.COMMUNE,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_MAN, _WOMAN),
    recording=Recording(one_sided=True),
    body=screenplay(
        (_MAN, _WOMAN),
        """
        [footsteps] Bước chân lên bậc thềm

        Giọng nam: Ba bậc thềm. Với bạn là ba bước chân. Với người ngồi xe lăn, đó là bức tường.

        Giọng nữ: Thay ba bậc thềm bằng một con dốc thoải, người khuyết tật vào được nhà văn hóa, bà
        cụ chống gậy vào được, chị đẩy xe nôi cũng vào được. Lối đi cho một người là lối đi cho mọi
        người.
        """,
    ),
)

NO_TORTURE: Final = Work(
    key="spot-no-torture",
    genre=SPOT,
    title="Không ai bị tra tấn",
    summary="Hiến pháp và công ước chống tra tấn bảo vệ thân thể và danh dự của mọi người.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.POLICY_AND_LAW),
    conventions=(Convention.TORTURE, Convention.CIVIL_AND_POLITICAL),
    supplying_body=Body.POLICE,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_MAN, _WOMAN),
    body=screenplay(
        (_MAN, _WOMAN),
        """
        [chime] Nhạc mở đầu

        Giọng nam: Mọi người có quyền bất khả xâm phạm về thân thể. Không ai bị tra tấn, bạo lực,
        truy bức, nhục hình. Hiến pháp nước ta ghi như vậy.

        Giọng nữ: Việt Nam là thành viên của Công ước chống tra tấn. Người bị tạm giữ cũng được bảo
        vệ, được nhờ người bào chữa, và có quyền khiếu nại, tố cáo khi bị đối xử trái pháp luật.
        """,
    ),
)

MOTHER_TONGUE: Final = Work(
    key="spot-mother-tongue",
    genre=SPOT,
    title="Tiếng của bà",
    summary="Mỗi dân tộc có quyền dùng và giữ gìn tiếng nói của mình.",
    themes=(Theme.INTERNATIONAL_LAW, Theme.RESULTS),
    conventions=(Convention.RACIAL_DISCRIMINATION, Convention.CHILD),
    supplying_body=Body.ETHNIC_AFFAIRS,
    byline="Tổ thông điệp",
    source=_SOURCE,
    cast=(_BOY, _OLD_WOMAN, _WOMAN),
    body=screenplay(
        (_BOY, _OLD_WOMAN, _WOMAN),
        """
        [crickets] Tiếng dế đêm

        Bé trai: Bà ơi, bà kể chuyện bằng tiếng của mình đi. Ở trường con kể lại bằng tiếng phổ
        thông.

        Bà: Ừ, vậy là con có hai cái cửa sổ để nhìn ra ngoài.

        Giọng nữ: Các dân tộc có quyền dùng tiếng nói, chữ viết và giữ gìn văn hóa của mình. Giữ
        tiếng của bà là giữ một kho chuyện cho cháu.
        """,
    ),
)

SPOTS: Final = (
    CHILD_HELPLINE,
    THREE_QUESTIONS,
    EQUAL_PAY,
    GENTLE_SLOPE,
    NO_TORTURE,
    MOTHER_TONGUE,
)
