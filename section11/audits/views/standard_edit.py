from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from formtools.wizard.views import NamedUrlWizardView

from section11.people.permissions import Permission, check

from ..models import SelfAudit
from ..sheet import Sheet
from ..standard_form import StandardForm
from ..storage import AnswerStorage

ITEM_PAGES = {
    "evidence": "audits:evidence-edit",
    "action": "audits:action-edit",
    "clash": "audits:clash-settle",
    "warning": "audits:warning-confirm",
}


# never_cache: after Back the page is read anew, so that nobody types over an old copy of a text.
@method_decorator([never_cache, require_http_methods(["GET", "POST"])], name="dispatch")
class StandardEdit(NamedUrlWizardView):
    """One standard of a self-audit, a step of the wizard."""

    storage_name = f"{AnswerStorage.__module__}.{AnswerStorage.__qualname__}"
    template_name = "audits/standard_edit.html"
    file_storage = None  # uploads are evidence at once: see AnswerStorage

    def dispatch(self, request, *args, pk, step, **kwargs):
        self.self_audit = get_object_or_404(
            SelfAudit.objects.visible_to(request.user).select_related(
                "agency", "cycle__standard_set"
            ),
            pk=pk,
        )
        check(Permission.SELF_AUDIT_EDIT, self.self_audit.permissions_of(request.user))
        self.self_audit.must_be_open()
        questions = self.self_audit.questions_under(step)
        if not questions:
            raise Http404
        request.sheet = Sheet(self.self_audit, questions[0].standard, questions)
        return super().dispatch(request, *args, pk=pk, step=step, **kwargs)

    def get_form_list(self):
        return dict.fromkeys(self.self_audit.standards, StandardForm)

    def get_form_kwargs(self, step=None):
        return {"sheet": self.request.sheet}

    def get_step_url(self, step):
        return reverse(self.url_name, args=[self.self_audit.pk, step])

    def post(self, request, *args, **kwargs):
        """Save whatever can be saved, then say what could not, or go where the button points."""
        form = self.get_form(data=request.POST, files=request.FILES)
        self.storage.set_step_data(self.steps.current, form.entries())
        if not form.is_valid():
            again = self.get_form(**form.only_what_failed())
            return self.render(again, some_was_saved=True)
        if self.storage.saved.clashes:
            messages.warning(
                request,
                "Saved, but someone else changed the same text meanwhile. Neither is lost: both are"
                " shown below for you to choose.",
            )
            clash = self.storage.saved.clashes[0]
            return redirect(f"{request.path}#question-{clash.answer.question_id}")
        return self._go_on(request.POST.get("then", "next"))

    def _go_on(self, then):
        """To where the pressed button points: each of them saves first."""
        where, _, what = then.partition(":")
        here = self.get_step_url(self.steps.current)
        questions = {str(question.pk) for question in self.request.sheet.questions}
        if where in ITEM_PAGES and what.isdecimal():
            return redirect(ITEM_PAGES[where], what)
        if where in ("add-evidence", "add-action") and what in questions:
            return redirect(f"{here}?open={where}-{what}#{where}-{what}")
        messages.success(self.request, f"Saved: {self.request.sheet.standard}.")
        if where == "stay" and what in questions:
            return redirect(f"{here}#question-{what}")
        if where == "next" and self.steps.next:
            return redirect(self.get_step_url(self.steps.next))
        if where == "next":
            return redirect("audits:self-audit-check", self.self_audit.pk)
        return redirect(self.self_audit)

    def get_context_data(self, form, some_was_saved=False, **kwargs):
        self.request.sheet.read_items()
        return super().get_context_data(
            form=form,
            forms=form.forms,
            parts=form.parts,
            self_audit=self.self_audit,
            standard=self.request.sheet.standard,
            owner=self.request.sheet.owner,
            beside=self.request.sheet.beside.of_standard,
            next_standard=self.self_audit.standards.get(self.steps.next),
            some_was_saved=some_was_saved,
            open_part=self.request.GET.get("open", ""),
            **kwargs,
        )


standard_edit = StandardEdit.as_view([("any", StandardForm)], url_name="audits:standard-edit")
