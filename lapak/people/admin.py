"""The administration of staff: accounts, roles, branch. Nothing else is administered there."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people import staff_accounts
from lapak.people.kin import end_kin
from lapak.people.models import KinKey, StaffMember
from lapak.people.rules import Role

ROLE_NAMES = {
    Role.OFFICER: _("Petugas"),
    Role.GREETER: _("Penyambut"),
    Role.CHECKER: _("Pejabat penyetuju"),
    Role.BRANCH_HEAD: _("Kepala cabang"),
    Role.ADMINISTRATOR: _("Pengelola"),
    Role.REPRESENTATIVE: _("Kuasa perusahaan"),
}
LABELS = {"display_name": _("Nama"), "staff_number": _("Nomor staf"), "branch": _("Cabang")}
AT_A_BRANCH = {Role.OFFICER, Role.GREETER, Role.CHECKER, Role.BRANCH_HEAD}

for _library_model in (Authenticator, EmailAddress, Group, ProcrastinateJob):  # not administered
    if admin.site.is_registered(_library_model):
        admin.site.unregister(_library_model)
admin.site.site_header = admin.site.site_title = _("Lapak: akun staf")
admin.site.site_url = "/staf/"
admin.site.index_title = _("Akun dan peran")


class _RolesMixin(forms.ModelForm):  # type: ignore[type-arg] # generic only in the stubs
    """Roles to tick; who works at a branch has one, and nobody locks themselves out."""

    roles = forms.MultipleChoiceField(
        label=_("Peran"), choices=list(ROLE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    editor_id: int | None = None

    def clean(self) -> dict[str, Any] | None:
        """Refuse roles without a branch, and an administrator who would lose the administration."""
        cleaned = super().clean() or self.cleaned_data
        roles = set(cleaned.get("roles", ()))
        if roles & AT_A_BRANCH and cleaned.get("branch") is None:
            self.add_error("branch", _("Peran ini bekerja di cabang. Pilih cabangnya."))
        myself = self.instance.pk is not None and self.instance.pk == self.editor_id
        if myself and (Role.ADMINISTRATOR not in roles or not cleaned.get("is_active", True)):
            self.add_error("roles", _("Anda tidak bisa mencabut akses Anda sendiri. Minta pengelola lain."))
        return cleaned


class AddStaffForm(_RolesMixin, AdminUserCreationForm):  # type: ignore[type-arg] # generic only in the stubs
    """A new account with its first password."""

    class Meta:
        model = StaffMember
        fields = ("username", "display_name", "staff_number", "branch", "roles")
        labels = LABELS


class ChangeStaffForm(_RolesMixin, UserChangeForm):  # type: ignore[type-arg] # generic only in the stubs
    """An account without its password, which is set on a page of its own and shown nowhere."""

    password = None  # type: ignore[assignment] # takes the library's field away

    class Meta:
        model = StaffMember
        fields = ("username", "display_name", "staff_number", "branch", "roles", "is_active")
        labels = LABELS


_WHO = ("username", "display_name", "staff_number")


@admin.register(StaffMember)
class StaffAdmin(UserAdmin):  # type: ignore[type-arg] # generic only in the stubs
    """Accounts by branch and role, switched off and never deleted, so that decisions keep their name."""

    form = ChangeStaffForm
    add_form = AddStaffForm
    list_display = ("name", "number", "username", "place", "role_names", "is_active")
    list_filter = ("branch", "is_active")
    search_fields = _WHO
    ordering = ("staff_number",)
    filter_horizontal = ()
    fieldsets = ((None, {"fields": (*_WHO, "branch", "roles", "is_active")}),)
    add_fieldsets = ((None, {"fields": (*_WHO, "branch", "roles", "password1", "password2")}),)
    actions = ["forget_second_factor"]

    @admin.display(description=LABELS["display_name"], ordering="display_name")
    def name(self, member: StaffMember) -> str:
        """Return the display name."""
        return member.display_name

    @admin.display(description=LABELS["staff_number"], ordering="staff_number")
    def number(self, member: StaffMember) -> str:
        """Return the staff number."""
        return member.staff_number

    @admin.display(description=LABELS["branch"], ordering="branch__name")
    def place(self, member: StaffMember) -> str:
        """Return the branch."""
        return str(member.branch or "")

    @admin.display(description=_("Peran"))
    def role_names(self, member: StaffMember) -> str:
        """Return the roles in words."""
        return ", ".join(str(ROLE_NAMES[Role(role)]) for role in member.roles)

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form, told who is editing."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor_id": request.user.pk})

    def save_model(self, request: HttpRequest, obj: StaffMember, form: Any, change: bool) -> None:  # noqa: ARG002 the library's signature
        """Write the account by the operation that keeps it in the journal."""
        staff_accounts.save_account(member=obj, actor=_actor(request), now=utc_now())

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password, and record that it was set."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:  # the library redirects when it is done
            staff_accounts.note_new_password(staff_id=int(id), actor=_actor(request), now=utc_now())
        return response

    def has_delete_permission(self, request: HttpRequest, obj: StaffMember | None = None) -> bool:  # noqa: ARG002 the library's signature
        """Nobody: accounts are switched off."""
        return False

    @admin.action(description=_("Hapus kode dua langkah (HP hilang)"))
    def forget_second_factor(self, request: HttpRequest, chosen: QuerySet[StaffMember]) -> None:
        """Let the chosen people set up two steps anew at their next sign-in."""
        for staff_id in chosen.values_list("pk", flat=True):
            staff_accounts.forget_second_factor(staff_id=staff_id, actor=_actor(request), now=utc_now())
        messages.success(request, _t("Kode dua langkah dihapus. Orangnya memasang lagi saat masuk."))


@admin.register(KinKey)
class KinAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # generic only in the stubs
    """Who declared kin, without telling whom; a mistake is ended here and stays in the journal."""

    list_display = ("staff", "relation", "declared_at", "ended_at")
    list_filter = ("staff",)
    list_display_links = None
    actions = ["end"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 the library's signature
        """Nobody: staff declare on a page of their own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: KinKey | None = None) -> bool:  # noqa: ARG002 the library's signature
        """Nobody: declarations are ended."""
        return False

    @admin.action(description=_("Akhiri catatan kerabat (salah catat)"))
    def end(self, request: HttpRequest, chosen: QuerySet[KinKey]) -> None:
        """End the chosen declarations."""
        if chosen.filter(staff_id=request.user.pk).exists():
            messages.error(request, _t("Catatan kerabat Anda sendiri diakhiri pengelola lain."))
            return
        for declaration_id in chosen.values_list("pk", flat=True):
            end_kin(declaration_id=declaration_id, actor=_actor(request), now=utc_now())
        messages.success(request, _t("Catatan diakhiri."))


def _actor(request: HttpRequest) -> Actor:
    return Actor.staff(staff_id=request.user.pk, role=Role.ADMINISTRATOR)
