from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.base import BaseStorage

from .forms import AnswerForm
from .operations import answers


class AnswerStorage(BaseStorage):
    """A wizard's storage whose steps are the rows of the answers.

    The session holds nothing, so another tab, another device or a lost session changes nothing.
    The view puts the Sheet of the step that was asked for on the request before formtools makes
    the storage; the step is the one that the URL names, and no other is ever current.
    """

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.sheet = request.sheet
        self.init_data()
        self.current_step = self.sheet.standard.code

    def get_step_data(self, step):
        """The stored answers as the form would send them."""
        if step != self.current_step:
            return None
        data = MultiValueDict()
        for question in self.sheet.questions:
            stored = AnswerForm.data_of(self.sheet.answers.get(question.pk))
            data.update({f"q{question.pk}-{name}": value for name, value in stored.items()})
        return data

    def set_step_data(self, step, entries):
        """Save what was typed, through the operation that a page without a wizard would use."""
        self.saved = answers.record_step(
            self_audit=self.sheet.self_audit, entries=entries, by=self.request.user
        )
        self.sheet.forget_answers()

    def get_step_files(self, step):
        """Files are evidence from the moment they arrive: none wait for a later step."""

    def set_step_files(self, step, files):
        """Saved as evidence by set_step_data."""
