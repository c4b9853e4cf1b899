"""Signing in and out, one's own password, and the post one works in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from tenancy.forms import EmailForm, SignInForm


class SignIn(auth.LoginView):
    """登录。Wrong name and wrong password look the same."""

    authentication_form = SignInForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True


class SignOut(auth.LogoutView):
    """退出。What the browser kept of the pages is thrown away."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(auth.PasswordChangeView):
    """修改密码。The initial password given by an administrator must be changed here first."""

    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("journal:todo")

    def get_context_data(self, **context):
        return super().get_context_data(forced=self.request.user.must_change_password, **context)

    def form_valid(self, form):
        """Only the columns this role may write: an account page runs outside every county."""
        form.user.must_change_password = False
        form.save(commit=False).save(update_fields=["password", "must_change_password"])
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, "密码已修改。")
        return redirect(self.get_success_url())


@require_POST
def switch(request):
    """Work in another of one's own posts; anything else in the form leaves the post as it was."""
    chosen = request.POST.get("post", "")
    if any(str(post.pk) == chosen for post in request.posts):
        request.session["post"] = int(chosen)
    return redirect("journal:todo")


def email(request):
    """邮件提醒：where one's own letters go; left empty, none are sent."""
    form = EmailForm(request.POST or None, initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        request.user.email = form.cleaned_data["email"]
        request.user.save(update_fields=["email"])
        told = f"期限提醒将发到 {request.user.email}。" if request.user.email else "不再发送邮件提醒。"
        messages.success(request, told)
        return redirect("deadlines:inbox")
    status = 422 if form.errors else 200
    return render(request, "registration/email.html", {"form": form}, status=status)
