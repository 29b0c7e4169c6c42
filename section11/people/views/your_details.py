from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..operations import users
from ..people_forms import YourDetailsForm


@require_http_methods(["GET", "HEAD", "POST"])
def your_details(request):
    initial = {"name": request.user.name, "post": request.user.post}
    form = YourDetailsForm(request.POST or None, initial=initial)
    if form.is_valid():
        users.change_details(user=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("web:home")
    return render(request, "people/your_details.html", {"form": form})
