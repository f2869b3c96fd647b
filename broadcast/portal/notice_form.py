"""The form of a notice. What was uploaded is kept through every refusal, under a signed name."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Language
from cms.spoken import said_text
from media.actions.receive import receive
from media.forms import ACCEPT
from media.models import Asset
from media.reasons import NotReceived, sentence

if TYPE_CHECKING:
    from broadcast.models import Station
    from cms.accounts.models import User
    from cms.models import LocalNotice

_SALT = "loa.notice"
_DAY = timedelta(days=1)


class NoticeForm(forms.Form):
    """Receives the file while it validates: it is kept whatever else is wrong."""

    title = forms.CharField(label=_("Title of the notice"), max_length=150)
    text = forms.CharField(
        label=_("What is to be read"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Or a recording"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": _("The file is empty: choose the right one.")},
    )
    language = forms.ModelChoiceField(Language.objects.none(), label=_("Language"))
    last_day = forms.DateField(
        label=_("Last day it airs"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, station: Station, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        languages: Any = self.fields["language"]
        languages.queryset = station.languages.all()
        self.recording = _kept(self.data.get("kept", "") or self.initial.get("kept", ""))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        upload = given.get("file")
        if isinstance(upload, TemporaryUploadedFile):
            self._receive(upload)
        return given

    def _receive(self, upload: TemporaryUploadedFile) -> None:
        try:
            asset = receive(
                source=Path(upload.temporary_file_path()),
                name=upload.name or "",
                by=self.by,
                now=timezone.now(),
                title=self.data.get("title", ""),
            ).asset
        except NotReceived as refused:
            raise ValidationError({"file": str(refused)}) from refused
        if asset.refused:
            raise ValidationError({"file": sentence(asset.refused_code, asset.refused_facts)})
        self.recording = asset

    @property
    def kept_name(self) -> str:
        """What the page carries on: the file taken so far."""
        return signing.dumps(self.recording.pk, salt=_SALT) if self.recording else ""

    @property
    def words(self) -> dict[str, Any]:
        """What is sent, once the form is valid."""
        given = self.cleaned_data
        ends = datetime.combine(given["last_day"] + _DAY, time.min, timezone.get_default_timezone())
        return {
            "title": given["title"],
            "text": given["text"],
            "language": given["language"],
            "recording": self.recording,
            "air_until": ends,
        }


def blank(station: Station) -> dict[str, Any]:
    return {
        "language": station.languages.first(),
        "last_day": timezone.localdate() + 3 * _DAY,
    }


def filled(notice: LocalNotice) -> dict[str, Any]:
    """Return what the form shows of a notice that is to be mended."""
    latest = notice.get_latest_revision_as_object()
    until = latest.air_until
    return {
        "title": latest.title,
        "text": said_text(latest),
        "language": latest.language_id,
        "last_day": timezone.localtime(until - timedelta(seconds=1)).date() if until else None,
        "kept": signing.dumps(latest.recording_id, salt=_SALT) if latest.recording_id else "",
    }


def _kept(name: str) -> Asset | None:
    """Return the file of a signed name; a name we did not sign is no file."""
    try:
        return Asset.objects.filter(pk=signing.loads(name, salt=_SALT)).first() if name else None
    except signing.BadSignature:
        return None
