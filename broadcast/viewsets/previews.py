"""Forms with a second button, which tells what saving would do and saves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpResponse


class PreviewedForm:
    """Mixed into a form's view, first; `preview` returns what its template shows."""

    def preview(self, instance: Any) -> dict[str, Any]:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        view: Any = self
        if "preview" not in view.request.POST:
            saved: HttpResponse = super().form_valid(form)  # type: ignore[misc] # Wagtail's view
            return saved
        # Clusters too: their children stand on the object, unsaved.
        shown = self.preview(form.save(commit=False))
        answer: HttpResponse = view.render_to_response(view.get_context_data(form=form, **shown))
        return answer
