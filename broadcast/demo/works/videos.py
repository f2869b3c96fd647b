"""Short videos: slides over a spoken text. The picture is data; nothing is rendered here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from broadcast.demo.works.screenplay import Role, Voice, screenplay
from broadcast.demo.works.work import VIDEO, Body, Convention, Slide, Theme, Work

_SPEAKERS: Final = (
    Role("Giọng nữ", Voice.ANNOUNCER_WOMAN),
    Role("Giọng nam", Voice.ANNOUNCER_MAN),
)

RIGHT_TO_KNOW: Final = Work(
    key="video-right-to-know",
    genre=VIDEO,
    title="Quyền được biết",
    summary="Công dân yêu cầu cung cấp thông tin thế nào theo Luật Tiếp cận thông tin.",
    themes=(Theme.POLICY_AND_LAW,),
    conventions=(Convention.CIVIL_AND_POLITICAL,),
    supplying_body=Body.INFORMATION,
    byline="Tổ hình ảnh",
    source="Video phổ biến pháp luật",
    cast=_SPEAKERS,
    body=screenplay(
        _SPEAKERS,
        """
        [chime] Nhạc mở đầu

        Giọng nữ: Con đường trước nhà bao giờ sửa? Khoản hỗ trợ cho xóm mình có những ai được nhận?
        Bạn có quyền được biết.

        Giọng nam: Luật Tiếp cận thông tin năm 2016 quy định: cơ quan nhà nước phải công khai nhiều
        loại thông tin, và cung cấp thông tin theo yêu cầu của công dân.

        Giọng nữ: Bạn có thể hỏi trực tiếp, gửi phiếu yêu cầu tại trụ sở, qua bưu điện hoặc qua
        mạng. Không phải nêu tên người giới thiệu, không phải quen ai.

        Giọng nam: Nếu bị từ chối, cơ quan phải trả lời bằng văn bản và nói rõ lý do. Bạn có quyền
        khiếu nại, khởi kiện, tố cáo.

        Giọng nữ: Biết để bàn, để làm, để kiểm tra. Quyền được biết là của bạn.

        [chime] Nhạc kết
        """,
    ),
    slides=(
        Slide("Quyền được biết", "14532d", timedelta(seconds=12)),
        Slide("Luật Tiếp cận thông tin 2016", "1e3a5f", timedelta(seconds=12)),
        Slide("Hỏi trực tiếp, gửi phiếu, qua bưu điện, qua mạng", "4a1d57", timedelta(seconds=10)),
        Slide("Bị từ chối: trả lời bằng văn bản", "5f370e", timedelta(seconds=9)),
        Slide("Biết, bàn, làm, kiểm tra", "14532d", timedelta(seconds=10)),
    ),
)

ONE_CHILD_SEVEN_PROMISES: Final = Work(
    key="video-one-child-seven-promises",
    genre=VIDEO,
    title="Một em bé, bảy lời hứa",
    summary="Bảy công ước về quyền con người gặp nhau trong một ngày của một em bé.",
    themes=(Theme.INTERNATIONAL_LAW,),
    conventions=tuple(Convention),
    supplying_body=Body.STATION,
    byline="Tổ hình ảnh",
    source="Video minh họa; nhân vật là hư cấu",
    cast=_SPEAKERS,
    body=screenplay(
        _SPEAKERS,
        """
        [zither] Nhạc mở đầu

        Giọng nữ: Bé Na bảy tuổi, có giấy khai sinh, có cặp sách mới. Đó là lời hứa với trẻ em.

        Giọng nam: Bạn ngồi cạnh bé đi xe lăn, bàn học được kê lại cho vừa. Đó là lời hứa với người
        khuyết tật.

        Giọng nữ: Mẹ bé vừa được bầu làm trưởng thôn. Đó là lời hứa với phụ nữ. Trong lớp có bạn
        Chăm, bạn Raglai, bạn Kinh, chơi chung một trái banh. Đó là lời hứa không phân biệt.

        Giọng nam: Cha bé có việc làm, ông bé có thuốc khi đau. Cả nhà đi bầu cử, đi lễ theo niềm
        tin của mình. Và trên đất nước này, không ai được phép tra tấn, hạ nhục ai.

        Giọng nữ: Bảy công ước, bảy lời hứa. Giữ lời với một em bé, là giữ lời với tất cả.

        [chime] Nhạc kết
        """,
    ),
    slides=(
        Slide("Một em bé, bảy lời hứa", "7c2d12", timedelta(seconds=14)),
        Slide("Trẻ em. Người khuyết tật", "1e3a5f", timedelta(seconds=9)),
        Slide("Phụ nữ. Không phân biệt chủng tộc", "4a1d57", timedelta(seconds=13)),
        Slide("Dân sự, chính trị. Kinh tế, xã hội, văn hóa", "14532d", timedelta(seconds=13)),
        Slide("Giữ lời với một em bé là giữ lời với tất cả", "7c2d12", timedelta(seconds=11)),
    ),
)

VIDEOS: Final = (RIGHT_TO_KNOW, ONE_CHILD_SEVEN_PROMISES)
