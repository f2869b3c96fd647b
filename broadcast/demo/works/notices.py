"""Local notices: short, dated in the telling, soon out of date."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from broadcast.demo.works.screenplay import Voice, prose
from broadcast.demo.works.work import (
    NOTICE,
    Body,
    Convention,
    Level,
    Priority,
    Recording,
    Story,
    StoryState,
    Theme,
    Work,
)

FLASH_FLOOD_WARNING: Final = Work(
    key="notice-flash-flood-warning",
    genre=NOTICE,
    title="Khẩn cấp: đề phòng lũ quét, ngập lụt ven sông suối",
    summary="Cảnh báo mưa lớn, lũ quét ở vùng núi; bà con ven suối dời đến nơi cao.",
    themes=(Theme.RESULTS, Theme.PROVINCE),
    conventions=(Convention.ECONOMIC_SOCIAL_CULTURAL, Convention.DISABILITY),
    supplying_body=Body.DISTRICT,
    byline="Bản tin cảnh báo",
    source="Tình huống giả định để trình diễn",
    reader=Voice.ANNOUNCER_MAN,
    recording=Recording(level=Level.HOT),
    priority=Priority.URGENT,
    areas=("584", "585"),
    issued_at=time(16, 0),
    repeats_every=timedelta(hours=2),
    valid_for=timedelta(hours=24),
    body=prose("""
        Thông báo khẩn, phát hành lúc 16 giờ. Mưa lớn đang kéo dài ở vùng núi, nước các sông suối
        lên nhanh. Nguy cơ cao xảy ra lũ quét, sạt lở và ngập vùng thấp trong đêm nay.

        Đề nghị bà con ở ven sông, ven suối, dưới chân đồi dời ngay đến nơi cao. Hãy giúp người già,
        trẻ em, phụ nữ mang thai và người khuyết tật đi trước. Không lội qua ngầm tràn, không vớt
        củi trên sông. Mang theo thuốc, đèn pin, nước uống và giấy tờ.

        Nghe theo hướng dẫn của thôn. Bản tin này được nhắc lại cho đến khi có tin mới.
    """),
)

LEGAL_AID_DAY: Final = Work(
    key="notice-legal-aid-day",
    genre=NOTICE,
    title="Trợ giúp pháp lý lưu động, miễn phí",
    summary="Mời bà con đến buổi trợ giúp pháp lý lưu động tại nhà văn hóa xã.",
    themes=(Theme.POLICY_AND_LAW,),
    conventions=(Convention.CIVIL_AND_POLITICAL,),
    supplying_body=Body.JUSTICE,
    byline="Ban biên tập",
    source="Tình huống giả định để trình diễn",
    priority=Priority.PRIORITY,
    must_air_within=timedelta(days=5),
    valid_for=timedelta(days=14),
    body=prose("""
        Sáng thứ bảy tuần này, từ 8 giờ, tại nhà văn hóa xã có buổi trợ giúp pháp lý lưu động. Người
        nghèo, trẻ em, người dân tộc thiểu số ở vùng khó khăn, người khuyết tật có khó khăn về tài
        chính và nhiều đối tượng khác được tư vấn, được giúp viết đơn, được cử người bào chữa theo
        Luật Trợ giúp pháp lý, hoàn toàn không mất tiền.

        Bà con nhớ mang theo giấy tờ tùy thân và những giấy tờ có liên quan đến việc cần hỏi. Ai
        không đi lại được, xin báo với trưởng thôn để cán bộ đến tận nhà.
    """),
)

BIRTH_REGISTRATION: Final = Work(
    key="notice-birth-registration",
    genre=NOTICE,
    title="Khai sinh cho trẻ: làm sớm, không mất lệ phí",
    summary="Nhắc các gia đình đăng ký khai sinh cho trẻ đúng hạn.",
    themes=(Theme.POLICY_AND_LAW, Theme.PROVINCE),
    conventions=(Convention.CHILD, Convention.CIVIL_AND_POLITICAL),
    supplying_body=Body.COMMUNE,
    byline="Ban biên tập",
    source="Tình huống giả định để trình diễn",
    valid_for=timedelta(days=60),
    body=prose("""
        Xin nhắc các gia đình có con mới sinh: trong vòng sáu mươi ngày, cha hoặc mẹ có trách nhiệm
        đăng ký khai sinh cho con. Nếu cha mẹ bận, ông bà hoặc người thân khác có thể đi thay. Khai
        sinh đúng hạn không mất lệ phí.

        Có giấy khai sinh, các cháu có thẻ bảo hiểm y tế, được tiêm chủng đầy đủ, được đi học đúng
        tuổi. Nhà nào đã quá hạn cũng đừng ngại, cứ đến bộ phận một cửa của xã, cán bộ sẽ hướng dẫn.
    """),
)

DISABILITY_ASSESSMENT: Final = Work(
    key="notice-disability-assessment",
    genre=NOTICE,
    title="Xác định mức độ khuyết tật tại xã",
    summary="Hướng dẫn nộp đơn xác định mức độ khuyết tật để được hưởng chế độ.",
    themes=(Theme.POLICY_AND_LAW,),
    conventions=(Convention.DISABILITY,),
    supplying_body=Body.LABOUR,
    byline="Ban biên tập",
    source="Tình huống giả định để trình diễn",
    recording=Recording(level=Level.QUIET),
    valid_for=timedelta(days=30),
    body=prose("""
        Người khuyết tật chưa có giấy xác nhận mức độ khuyết tật, hoặc gia đình của họ, có thể nộp
        đơn tại xã vào bất cứ ngày làm việc nào. Hội đồng của xã sẽ xem xét và trả lời bằng văn bản.
        Việc này không thu tiền.

        Người được xác nhận là khuyết tật nặng và đặc biệt nặng được trợ cấp hằng tháng, được cấp
        thẻ bảo hiểm y tế. Nếu không đồng ý với kết luận, người dân có quyền đề nghị xem xét lại. Ai
        cần giúp điền đơn, xin gặp cán bộ văn hóa xã hội.
    """),
)

HAMLET_MEETING: Final = Work(
    key="notice-hamlet-meeting",
    genre=NOTICE,
    title="Họp thôn bàn việc sửa kênh nước",
    summary="Mời đại diện các hộ dự họp bàn và biểu quyết việc sửa kênh.",
    themes=(Theme.POLICY_AND_LAW, Theme.PROVINCE),
    conventions=(Convention.CIVIL_AND_POLITICAL,),
    supplying_body=Body.COMMUNE,
    byline="Ban biên tập",
    source="Tình huống giả định để trình diễn",
    areas=("22888",),
    story=Story(
        StoryState.WITHDRAWN,
        reason="Ngày họp đã đổi sang tuần sau; phát tiếp sẽ làm bà con đi họp nhầm ngày.",
    ),
    valid_for=timedelta(days=7),
    body=prose("""
        Kính mời đại diện các hộ trong thôn dự họp lúc 19 giờ tối chủ nhật, tại nhà văn hóa thôn.
        Nội dung: bàn việc sửa đoạn kênh dẫn nước ra đồng dưới, mức góp công của mỗi hộ, và bầu tổ
        giám sát.

        Theo Luật Thực hiện dân chủ ở cơ sở, việc này do bà con bàn và quyết định. Phụ nữ, người cao
        tuổi, người khuyết tật đều có tiếng nói như nhau. Hộ nào vắng có thể gửi ý kiến bằng giấy
        cho trưởng thôn trước giờ họp.
    """),
)

NOTICES: Final = (
    FLASH_FLOOD_WARNING,
    LEGAL_AID_DAY,
    BIRTH_REGISTRATION,
    DISABILITY_ASSESSMENT,
    HAMLET_MEETING,
)
