"""Settings that many claims share, read from the database once while many claims are decided."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Keep the answers of `once` questions until the block ends; it belongs inside one transaction."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let the decorated question, asked anew with the same arguments, get the first answer in the block."""

    @wraps(question)
    def ask(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        answer: Answer = answers[key]
        return answer

    return ask
