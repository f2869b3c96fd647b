"""Whether a play is evened out is an editor's choice, on the file's page and never silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from media.models import Asset, Rendition, State, Treatment
from media.reasons import sentence
from tests.cms.newsroom import signed_in
from tests.media.pages.test_asset_page import main, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User

WIDE = [{"code": "wide_range", "facts": {"range_lu": 18.0}}]


def address(asset: Asset) -> str:
    return reverse("media:even_out", args=[asset.pk])


@pytest.fixture
def quynhs(quynh: User) -> Client:
    return signed_in(quynh)


def test_only_a_wide_range_is_offered_to_be_evened_out(
    quynhs: Client, kept: Callable[..., Asset]
) -> None:
    wide = kept("Vở kịch", warnings=WIDE)
    assert address(wide) in page(quynhs, wide)
    even = kept("Bản tin")
    assert address(even) not in page(quynhs, even)


def test_the_choice_makes_another_house_file_and_the_page_says_whose_it_is(
    quynhs: Client, quynh: User, kept: Callable[..., Asset]
) -> None:
    asset = kept("Vở kịch", warnings=WIDE)
    plain = Rendition.objects.get()

    answer = quynhs.post(address(asset), {"even_out": "1"})

    assert answer["Location"] == reverse("media_assets:inspect", args=[asset.pk])
    asset.refresh_from_db()
    chosen = Treatment.objects.get()
    assert (asset.treatment, chosen.even_out, chosen.chosen_by) == (chosen, True, quynh)
    even = Rendition.objects.get(treatment=chosen)
    assert (even.state, even.profile) == (State.WAITING, plain.profile)
    plain.refresh_from_db()
    assert (plain.state, plain.treatment) == (State.READY, None)

    told = [{"code": "evened_out", "facts": {"range_lu": 6.5}}]
    fields = {"sha256": plain.sha256, "ready_at": plain.ready_at, "warnings": told}
    Rendition.objects.filter(pk=even.pk).update(state=State.READY, **fields)
    shown = main(page(quynhs, asset))
    assert sentence("evened_out") in shown
    assert str(quynh) in shown


def test_it_can_be_taken_back_and_nothing_is_made_anew(
    quynhs: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept("Vở kịch", warnings=WIDE)
    plain = Rendition.objects.get()
    quynhs.post(address(asset), {"even_out": "1"})
    quynhs.post(address(asset), {"even_out": "0"})
    asset.refresh_from_db()
    assert asset.treatment is None
    assert list(Rendition.objects.house()) == [plain]
    assert Rendition.objects.count() == 2


@pytest.mark.parametrize("who", ["lan", "minh", "tuan"])
def test_it_is_an_editors_choice_alone(
    who: str, kept: Callable[..., Asset], request: pytest.FixtureRequest
) -> None:
    asset = kept("Vở kịch", warnings=WIDE)
    client = signed_in(request.getfixturevalue(who))
    if who != "tuan":
        assert address(asset) not in page(client, asset)
    assert client.post(address(asset), {"even_out": "1"}).status_code in {302, 403}
    asset.refresh_from_db()
    assert asset.treatment is None
    assert not Treatment.objects.exists()
