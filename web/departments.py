"""Departments as the workbench names them."""

from router.duties import duty_list


def department_name(number: int | None) -> str:
    """The short name; the number itself where the present list has no such department, nothing for None."""
    if number is None:
        return ""
    department = duty_list().departments.get(number)
    return department.short if department else f"部门 {number}"
