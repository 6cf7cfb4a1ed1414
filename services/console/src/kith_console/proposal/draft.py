"""A proposal on which somebody works: what was typed at each step, as it was typed."""

from dataclasses import dataclass, field

Typed = dict[str, list[str]]


@dataclass
class Draft:
    """What was typed, and how far it is."""

    name: str
    typed: Typed = field(default_factory=dict)
    """By field; fields are called as the node calls them."""
    done: list[str] = field(default_factory=list)
    """Steps of which the node had nothing to say when they were saved."""
    drafted: bool = False
    """Whether the node keeps a draft of it, which is ours."""
    sent: bool = False
    """Whether it was sent to the parties."""

    def one(self, name: str, default: str = "") -> str:
        """What stands in a field; the default if its step was not saved yet."""
        return first(self.typed, name, default)

    def all(self, name: str) -> list[str]:
        """All that was ticked under this name."""
        return [each for each in self.typed.get(name, ()) if each]

    @property
    def title(self) -> str:
        """How people call it; empty before it was named."""
        raise NotImplementedError

    def mark(self, step: str, done: bool) -> None:
        """Note whether a step is done."""
        self.done = sorted({*self.done, step} if done else {*self.done} - {step})


def first(typed: Typed, name: str, default: str = "") -> str:
    """What stands in a field of these."""
    return next(iter(typed.get(name, ())), default).strip()


def bodies_of(draft: Draft, body: str) -> list[str]:
    """The parties: the lead first."""
    return [body, *[each for each in draft.all("bodies") if each != body]]


def replace(typed: Typed, form: Typed, before: str, called: str | None = None) -> None:
    """All fields that begin so, as the form has them; `called` is what they begin with in the draft."""
    begin = before if called is None else called
    for name in [name for name in typed if name.startswith(begin)]:
        del typed[name]
    typed.update({begin + name.removeprefix(before): given for name, given in form.items() if name.startswith(before)})
