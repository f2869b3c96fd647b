"""What the review page shows, and that nothing typed on it is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Item
from media.measured import sentences
from media.models import Profile, Rendition
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import (
    clear,
    current_step,
    decide,
    open_to_edits,
    seen_now,
    send,
    signed_in,
)
from tests.pressing import says

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from media.models import Asset


@pytest.fixture
def asset(loa: None) -> Callable[..., Asset]:
    """Return a maker of recordings as rows: this page is not about ffmpeg."""

    def made(hertz: int = 440, **_kwargs: Any) -> Asset:
        return make.ready_asset(hertz=hertz)

    return made


def page_of(user: User, item: Item, **query: str) -> Any:
    return signed_in(user).get(reverse("cms:review", args=[current_step(item).pk]), query)


def edited(item: Item, by: User, **fields: Any) -> Item:
    """Save a revision with other fields; what is cleared is opened for correction first."""
    open_to_edits(item)
    draft: Item = Item.objects.get(pk=item.pk).specific
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    return draft


def line(speaker: str, text: str) -> tuple[str, dict[str, str]]:
    return ("line", {"speaker": speaker, "text": text})


def test_the_script_is_compared_line_by_line_and_word_by_word(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    edited(item, lan, script=[line("Lan", "Chào bà con."), line("Minh", "Nói về trường học.")])
    clear(item, lan, minh, thao)
    changed = [
        line("Lan", "Chào bà con."),
        ("cue", "Tiếng trống"),
        line("Minh", "Nói về trường mới."),
    ]
    send(lan, edited(item, lan, script=changed))
    page = page_of(minh, item).content.decode()
    assert '<ins class="addition">(Tiếng trống)</ins>' in page
    assert (
        'Minh: Nói về trường <del class="deletion">học</del><ins class="addition">mới</ins>.'
        in page
    )


def test_a_house_file_made_anew_is_told_from_a_new_recording(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User, thao: User
) -> None:
    item = report()
    cleared = clear(item, lan, minh, thao).house_sha256
    Rendition.objects.filter(sha256=cleared).update(sha256="1" * 64)
    send(lan, edited(item, lan, summary="Đính chính."))
    page = page_of(minh, item)
    assert says(page, "Bản phát được làm lại từ cùng một bản thu.")
    assert reverse("media:house_file", args=["1" * 64]) in page.content.decode()


def test_a_refused_decision_keeps_what_was_typed_once(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    client, here = signed_in(minh), reverse("cms:review", args=[current_step(item).pk])
    typed = "Câu thứ hai nói sai tên xã."
    page = client.post(here, {"seen": "old", "comment": typed, "approve": "1"}, follow=True)
    assert f">{typed}</textarea>" in page.content.decode()
    assert f">{typed}</textarea>" not in client.get(here).content.decode()


def test_a_stale_approval_is_shown_what_changed_since_the_page_was_opened(
    report: Callable[..., Item], lan: User, minh: User, quynh: User
) -> None:
    item = report()
    send(lan, item)
    stale, opened = seen_now(item), str(Item.objects.get(pk=item.pk).latest_revision_id)
    edited(item, quynh, title="Lớp học bên sông Cái")
    answer = decide(minh, item, seen=stale, opened=opened, approve="1")
    page = signed_in(minh).get(answer["Location"])
    assert says(page, "Thay đổi từ lúc bạn mở trang")
    assert 'Lớp học bên sông<ins class="addition"> Cái</ins>' in page.content.decode()


def test_another_items_revision_is_not_shown_for_what_was_opened(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item, other = report("Bài một", 500), report("Bài hai bí mật", 600)
    send(lan, item)
    for opened in (str(other.latest_revision_id), "0", "x", "9" * 40):
        page = page_of(minh, item, opened=opened)
        assert "bí mật" not in page.content.decode()


@pytest.mark.parametrize(
    ("loudness", "peak", "original", "said"),
    [
        (-19.0, -1.5, -19.2, ["-19,0 LUFS: ngang", "-1,5 dBTP: không"]),
        (-21.0, -0.4, -30.0, ["nhỏ hơn các bài khác 2,0", "có thể vỡ", "nhỏ hơn 11,0 LU"]),
        (-17.0, -1.0, -9.0, ["to hơn các bài khác 2,0", "không vỡ", "to hơn 10,0 LU"]),
    ],
)
def test_figures_are_told_in_words(
    loudness: float, peak: float, original: float, said: list[str], asset: Callable[..., Asset]
) -> None:
    rendition = asset().renditions.get()
    rendition.loudness_lufs, rendition.true_peak_dbtp = loudness, peak
    rendition.asset.loudness_lufs = original
    rendition.profile = Profile(target_lufs=-19.0, peak_dbtp=-1.0)
    rendition.trimmed_start = timedelta(seconds=1.25)
    rendition.trimmed_end = timedelta(seconds=0.1)
    told = list(sentences(rendition))
    assert [part in sentence for part, sentence in zip(said, told, strict=False)] == [True] * len(
        said
    )
    assert told[len(said) :] == ["Đã cắt 1,2 giây im lặng ở đầu."]


def test_the_page_takes_as_many_queries_with_a_long_history_as_with_a_short_one(
    report: Callable[..., Item],
    lan: User,
    minh: User,
    thao: User,
    django_assert_num_queries: Any,
) -> None:
    short, long = report("Ngắn", 500), report("Dài", 600)
    for item, times in ((short, 1), (long, 3)):
        clear(item, lan, minh, thao)
        for number in range(times):
            clear(edited(item, lan, title=f"Bản {number}"), lan, minh, thao)
            send(lan, edited(item, lan, title=f"Sửa {number}"))
            decide(minh, item, comment="Sửa nữa.", **{"return": "1"})
        send(lan, edited(item, lan, title="Xong"))
    page_of(minh, short)
    with CaptureQueriesContext(connection) as few:
        page_of(minh, short)
    with django_assert_num_queries(len(few)):
        page_of(minh, long)
