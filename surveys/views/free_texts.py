"""What practitioners wrote: read by who reads results, and before that by the coordinator."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from section11.people.permissions import Permission, check

from ..forms.free_text import FreeTextForm
from ..models import FreeText
from ..operations import free_texts as deciding
from ..results import free_texts
from . import trails
from .loading import to_manage
from .results import load_agency_results, load_results

AT_ONCE = 25
STATES = {
    "waiting": ("To look at", {"released_at": None, "held_back_at": None}),
    "released": ("Released", {"released_at__isnull": False}),
    "held-back": ("Held back", {"held_back_at__isnull": False}),
}


@never_cache
@require_safe
def free_text_list(request, pk):
    """Released texts of all agencies, for who reads results."""
    survey, context = load_results(request, pk)
    of = free_texts.sources(survey)
    page = _page(request, free_texts.released(of, request.user))
    context |= {
        "breadcrumbs": trails.to_results(survey, "What practitioners wrote"),
        "page": page,
        "written": free_texts.written(of, page.object_list),
    }
    return render(request, "surveys/free_text_list.html", context)


@never_cache
@require_safe
def agency_free_text_list(request, pk):
    """Released texts of one agency, for its own people too."""
    surveyed, context = load_agency_results(request, pk)
    of = free_texts.sources(surveyed.survey)
    page = _page(request, free_texts.released_of(of, surveyed))
    context |= {
        "breadcrumbs": trails.to_agency_results(
            surveyed, "What practitioners wrote", reads_all=context["reads_all"]
        ),
        "page": page,
        "written": free_texts.written(of, page.object_list),
    }
    return render(request, "surveys/free_text_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def free_text_review(request, pk):
    """All texts of a survey by what was decided of them; those of a page are decided at once."""
    survey = to_manage(request, pk)
    survey.must_be_counted()
    texts = free_texts.to_review(survey, request.user)
    if survey.gathering_key and request.method != "POST":
        return _of_gathering(request, survey, texts)
    show = request.GET.get("show", "")
    show = show if show in STATES else "waiting"
    if request.method == "POST":
        messages.success(request, _decide_page(request, survey, texts))
        return redirect(f"{request.path}?show={show}")
    of = free_texts.sources(survey)
    page = _page(request, texts.filter(**STATES[show][1]))
    context = {
        "breadcrumbs": trails.to_results(survey, "Texts to look at"),
        "survey": survey,
        "show": show,
        "states": _states(texts),
        "page": page,
        "written": free_texts.written(of, page.object_list),
    }
    return render(request, "surveys/free_text_review.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def free_text_edit(request, pk):
    """One text: something taken out of it, then released or held back."""
    found = FreeText.objects.visible_to(request.user).select_related(
        "question",
        "surveyed_agency__agency",
        "surveyed_agency__survey__cycle__partnership",
        "released_by",
        "held_back_by",
    )
    text = get_object_or_404(found, pk=pk)
    check(Permission.SURVEY_MANAGE, text.permissions_of(request.user))
    survey = text.surveyed_agency.survey
    deciding.must_be_decided(survey)
    form = FreeTextForm(request.POST or None, text=text, seen=deciding.state_of(text))
    if form.is_valid():
        deciding.decide(
            text=text,
            shown=form.cleaned_data["shown"],
            seen=form.cleaned_data["seen"],
            release=form.releases,
            by=request.user,
        )
        messages.success(request, "Released." if form.releases else "Held back.")
        return redirect("surveys:free-text-review", survey.pk)
    [written] = free_texts.written(free_texts.sources(survey), [text])
    context = {
        "breadcrumbs": trails.to_results(
            survey,
            ("Texts to look at", reverse("surveys:free-text-review", args=[survey.pk])),
            "One text",
        ),
        "survey": survey,
        "one": written,
        "form": form,
    }
    return render(request, "surveys/free_text_edit.html", context)


def _of_gathering(request, survey, texts):
    """What participants of a session wrote: nobody else reads it, so there is nothing to decide."""
    page = _page(request, texts)
    context = {
        "breadcrumbs": trails.to_results(survey, "What participants wrote"),
        "survey": survey,
        "page": page,
        "written": free_texts.written(free_texts.sources(survey), page.object_list),
    }
    return render(request, "surveys/free_text_gathering.html", context)


def _decide_page(request, survey, texts):
    """Decide on the texts that the page showed; return what is said of it."""
    asked = [pk for pk in map(_as_id, request.POST.getlist("text")) if pk]
    shown = list(texts.filter(pk__in=asked).values_list("pk", flat=True))
    if request.POST.get("decision") == "release":
        done = deciding.release(survey=survey, texts=shown, by=request.user)
        return f"{_texts(done)} released.{_left(len(shown) - done)}"
    if request.POST.get("decision") == "hold_back":
        done = deciding.hold_back(survey=survey, texts=shown, by=request.user)
        return f"{_texts(done)} held back.{_left(len(shown) - done)}"
    return "Nothing was chosen, so nothing was done."


def _texts(count):
    return f"{count or 'No'} text{'' if count == 1 else 's'}"


def _left(count):
    if not count:
        return ""
    return (
        f" {_texts(count)} left as {'it is' if count == 1 else 'they are'}: decided already, to be"
        " looked at one by one, or of too few people."
    )


def _as_id(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _states(texts):
    return [(key, label, texts.filter(**is_so).count()) for key, (label, is_so) in STATES.items()]


def _page(request, texts):
    return Paginator(texts, AT_ONCE).get_page(request.GET.get("page"))
