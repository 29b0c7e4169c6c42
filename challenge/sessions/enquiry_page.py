"""The lines of enquiry of one slot as one form, and as the agency got them."""

from ..forms.session import EnquiryForm, NewEnquiryForm, removed_meanwhile
from ..models import KeyLineOfEnquiry


class EnquiryPage:
    """`data` is what was sent, or nothing."""

    def __init__(self, slot, data=None):
        self.slot = slot
        found = slot.challenged_agency.enquiries.select_related("standard", "removed_by")
        self.all = list(found)
        self.kept = [one for one in self.all if one.removed_at is None]
        self.removed = [one for one in self.all if one.removed_at is not None]
        self.lines = [
            EnquiryForm(_its(data, f"line-{one.pk}"), prefix=f"line-{one.pk}", row=one)
            for one in self.kept
        ]
        asked = slot.challenged_agency.self_audit.questions
        standards = {one.standard_id: one.standard for one in asked}
        filled = data is not None and NewEnquiryForm.is_filled_in(data, {}, "new_line")
        self.new = NewEnquiryForm(
            data if filled else None, prefix="new_line", standards=standards.values()
        )
        kept = {one.pk for one in self.kept}
        self.gone = removed_meanwhile(data, "line", kept, "text") if data else []

    @property
    def forms(self):
        return [*self.lines, self.new]

    def is_valid(self):
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def texts(self):
        """A Typed for each line, by its id."""
        return {form.row.pk: form.typed() for form in self.lines if form.is_bound}

    def item(self):
        """The new line, if there is one that can be added."""
        return self.new.item() if self.new.is_bound and self.new.is_valid() else None

    def line(self, pk):
        return next((one for one in self.all if str(one.pk) == pk), None)

    def again(self, clashes):
        """The page anew after a save: with what is stored, and beside it what was refused."""
        fresh, before = EnquiryPage(self.slot), {form.prefix: form for form in self.lines}
        data = {}
        for form in fresh.lines:
            sent = before.get(form.prefix)
            bound = sent is not None and sent.is_bound
            data |= (sent if bound else form).again(form.row, clashes.get(form.row.pk, ()))
        if self.new.is_bound and not self.new.is_valid():
            data |= {
                key: value
                for name in self.new.fields
                if (value := self.new.data.get(key := self.new.add_prefix(name))) is not None
            }
        page = EnquiryPage(self.slot, data)
        page.gone = self.gone
        for form in page.lines:
            form.clashes = clashes.get(form.row.pk, [])
        return page


def as_sent(challenged):
    """The lines as they were when they went to the agency, in order; none before."""
    if challenged.enquiry_sent_at is None:
        return []
    versions = KeyLineOfEnquiry.history.filter(
        challenged_agency=challenged, history_date__lte=challenged.enquiry_sent_at
    )
    latest = {}
    for version in versions.select_related("standard").order_by("history_date", "history_id"):
        latest[version.id] = version
    kept = [one for one in latest.values() if one.removed_at is None]
    return sorted(kept, key=lambda one: (one.order, one.id))


def _its(data, prefix):
    """The data where it speaks of this line at all: it may have come since the form was drawn."""
    return data if data is not None and f"{prefix}-base" in data else None
