"""What every command's help has: examples that can be run."""

from collections.abc import Callable
from typing import Any


def examples(*lines: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Append runnable examples to the help of a command."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        block = "\n".join(f"  {line}" for line in lines)
        function.__doc__ = f"{function.__doc__}\n\n\b\n例：\n{block}"
        return function

    return decorate
