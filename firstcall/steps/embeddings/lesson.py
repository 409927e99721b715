"""What "Embeddings" says and asks: a dozen sentences, a question about them, tasks."""

from __future__ import annotations

import re

from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.providers import Texts
from firstcall.running.runs import Run
from firstcall.steps.embeddings import WORDS, space
from firstcall.steps.embeddings.embedding_charts import LIKE

SENTENCES = WORDS.section("sentences").items()
QUESTION = WORDS.line("opening")
OPENING = Settings(model="", messages=(Message("user", QUESTION),), max_tokens=1024, stream=False)
BEST = 3
"""So many sentences of a search go into the prompt."""
SHORT_VECTOR = 256
_STEM = 4
"""Words that begin alike are forms of one."""


def prompt(sentences: tuple[str, ...], question: str) -> str:
    """The question with what was found for it, as the chat model gets it."""
    return (
        WORDS.line("prompt/notes")
        + "\n"
        + "\n".join(sentences)
        + "\n\n"
        + WORDS.line("prompt/ask", question=question)
    )


def made(runs: list[Run]) -> list[tuple[Run, Texts]]:
    """The calls for vectors of several texts that brought them, oldest first."""
    found = [(run, texts) for run in runs if (texts := space.asked(run)) and len(texts.texts) > 1]
    return [(run, texts) for run, texts in found if len(space.matrix(run))]


def queries(runs: list[Run]) -> list[tuple[Run, Run]]:
    """Each search, oldest first: the call for the sentences' vectors, and that for the query's."""
    found, newest = [], None
    for run in runs:
        texts = space.asked(run)
        if texts is None or not len(space.matrix(run)):
            continue
        if len(texts.texts) > 1:
            newest = run
        elif newest is not None and same_space(newest, run):
            found.append((newest, run))
    return found


def same_space(one: Run, other: Run) -> bool:
    """Whether the vectors of two calls may be compared: the same model, and as many numbers."""
    same = one.provider.id == other.provider.id and one.call.model == other.call.model
    return same and space.matrix(one).shape[1] == space.matrix(other).shape[1]


def of_search(sentences: Run, query: Run) -> list[space.Found]:
    """What a search found, the most alike first."""
    texts, asked = space.asked(sentences), space.asked(query)
    assert texts is not None and asked is not None
    return space.searched(texts.texts, space.matrix(sentences), asked.texts[0], space.matrix(query))


# Exercises


def _neighbour(evidence: Evidence) -> Verdict | None:
    runs = made(evidence.replies)
    if not runs:
        return None
    verdict = None
    for run, texts in runs:
        verdict = _own_neighbour(run, texts)
        if verdict.done:
            return verdict
    return verdict


def _own_neighbour(run: Run, texts: Texts) -> Verdict:
    own = [at for at, text in enumerate(texts.texts) if text not in SENTENCES]
    ours = [at for at, text in enumerate(texts.texts) if text in SENTENCES]
    if not own or not ours:
        return not_yet("no_own")
    table = space.similarities(space.matrix(run))
    at = max(own, key=lambda one: max(table[one, other] for other in ours))
    other = max(ours, key=lambda one: float(table[at, one]))
    values = {"score": f"{table[at, other]:.2f}", "text": plain(texts.texts[other])}
    shared = space.words(texts.texts[at]) & space.words(texts.texts[other])
    if shared:
        return not_yet("shares_words", words=plain(", ".join(sorted(shared))), **values)
    return done(**values) if table[at, other] >= LIKE else not_yet("too_far", **values)


def _shorter(evidence: Evidence) -> Verdict | None:
    runs = made(evidence.replies)
    if not runs:
        return None
    short = [(run, texts) for run, texts in runs if space.matrix(run).shape[1] <= SHORT_VECTOR]
    if not short:
        return not_yet("still_long", numbers=space.matrix(runs[-1][0]).shape[1])
    for run, texts in reversed(short):
        for other, same in reversed(runs):
            whole = space.matrix(other).shape[1] > space.matrix(run).shape[1]
            if whole and other.call.model == run.call.model and same.texts == texts.texts:
                return _compared(run, other)
    return not_yet("no_long")


def _compared(short: Run, whole: Run) -> Verdict:
    small, large = space.matrix(short), space.matrix(whole)
    kept = sum(one == other for one, other in zip(space.nearest(small), space.nearest(large), strict=True))
    return done(kept=kept, of=len(small), short=small.shape[1], whole=large.shape[1])


def _no_word(evidence: Evidence) -> Verdict | None:
    found = queries(evidence.replies)
    if not found:
        return not_yet("no_search") if made(evidence.replies) else None
    verdict = None
    for sentences, query in found:
        best, *rest = of_search(sentences, query)
        if best.words:
            verdict = not_yet("same_words", text=plain(best.text))
        elif any(one.words for one in rest):
            verdict = not_yet("words_elsewhere")
        elif best.similarity < LIKE:
            verdict = not_yet("nothing_near", score=f"{best.similarity:.2f}")
        else:
            return done(text=plain(best.text), score=f"{best.similarity:.2f}")
    return verdict


def _grounded(evidence: Evidence) -> Verdict | None:
    chats = [run for run in evidence.replies if space.asked(run) is None]
    if not chats:
        return None
    own = {text for _, texts in made(evidence.replies) for text in texts.texts if text not in SENTENCES}
    if not own:
        return not_yet("no_own_sentence")
    for run in chats:
        said = last_message(run)
        for text in own:
            if text in said and (fact := _fact(text, said, run.text)):
                return _without(chats, said, fact)
    return not_yet(
        "not_used" if any(text in last_message(run) for run in chats for text in own) else "not_in_prompt"
    )


def _fact(own: str, said: str, reply: str) -> str:
    """A word of the learner's own sentence that the reply has, and of which the rest of the prompt has no form."""
    rest = {word[:_STEM] for word in space.words(said.replace(own, " "))}
    told = space.words(own) & space.words(reply)
    return max((word for word in told if word[:_STEM] not in rest), key=len, default="")


def _without(chats: list[Run], said: str, fact: str) -> Verdict:
    """The reply to the question alone is there too, and does not know it."""
    bare = [run for run in chats if (asked := last_message(run)) and asked != said and said.endswith(asked)]
    if not bare:
        return not_yet("no_bare")
    knew = any(fact in space.words(run.text) for run in bare)
    return not_yet("knew", fact=plain(fact)) if knew else done(fact=plain(fact))


def last_message(run: Run) -> str:
    """What the last message of a chat call says."""
    messages = run.provider.read(run.call).messages
    return messages[-1].content if messages else ""


def plain(text: str) -> str:
    """A learner's text inside a sentence of ours, as Markdown."""
    return re.sub(r"[\\`*_{}\[\]<>#|$~:]", "", text)[:80]


EXERCISES = exercises(
    WORDS, "embeddings", neighbour=_neighbour, shorter=_shorter, no_word=_no_word, grounded=_grounded
)
