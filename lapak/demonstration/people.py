"""Who works at the demonstration branch. All names are invented."""

from dataclasses import dataclass

from lapak.people.rules import Role


@dataclass(frozen=True)
class DemonstrationStaff:
    """A staff member whom one click on the role page signs in."""

    username: str
    staff_number: str
    display_name: str
    roles: tuple[Role, ...]


STAFF = (
    DemonstrationStaff("dimas", "0417", "Dimas Prasetyo", (Role.OFFICER,)),
    DemonstrationStaff("sari", "0418", "Sari Kusuma", (Role.OFFICER,)),
    DemonstrationStaff("wulan", "0512", "Wulan Anggraini", (Role.GREETER,)),
    DemonstrationStaff("ratih", "0219", "Ratih Puspita", (Role.CHECKER,)),
    DemonstrationStaff("joko", "0220", "Joko Santoso", (Role.CHECKER,)),
    DemonstrationStaff("hendra", "0101", "Hendra Gunawan", (Role.BRANCH_HEAD,)),
    DemonstrationStaff("admin", "0001", "Maya Lestari", (Role.ADMINISTRATOR,)),
)
