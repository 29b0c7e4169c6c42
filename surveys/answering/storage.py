from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.base import BaseStorage

from ..forms.answering import PageForm
from ..operations import answering


class DraftStorage(BaseStorage):
    """A wizard's storage whose steps are pages of a draft that only the device can open.

    Neither a session nor a cookie holds an answer. The view puts the Paper on the request before
    formtools makes the storage; the step is the one that the URL names.
    """

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.paper = request.paper
        self.init_data()
        self.current_step = self.paper.step

    def get_step_data(self, step):
        """The answers so far as the form would send them; nothing is required, so none are valid."""
        return MultiValueDict(PageForm.data_of(step, self.paper.steps[step], self.paper.answers))

    def set_step_data(self, step, form):
        """Keep what can be kept of a page, valid as a whole or not."""
        answering.save_page(paper=self.paper, role_group=form.role_group(), answers=form.answers())
