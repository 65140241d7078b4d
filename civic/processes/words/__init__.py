"""Rules of participation as plain sentences in the reader's language: no page writes a number of its own.

`tell(rules)` says everything, `told(version_id)` the same from memory; `differences(old, new)` compares.
Sentences are made in the language that is active when they are asked for.
"""

from civic.processes.words.answers import extension_sentence, promise_sentence
from civic.processes.words.differences import Change, differences
from civic.processes.words.gates import gate_headline
from civic.processes.words.passing import passed_sentence
from civic.processes.words.persons import DeedWords
from civic.processes.words.phrases import condition_phrase, condition_words, counted, plain_count, share, span
from civic.processes.words.saying import Sentence
from civic.processes.words.summary import Goal, Step, first_goal, goals, three_steps, what_awaits
from civic.processes.words.telling import AnswerWords, StageWords, Told, tell, told

__all__ = [
    "AnswerWords",
    "Change",
    "DeedWords",
    "Goal",
    "Sentence",
    "StageWords",
    "Step",
    "Told",
    "condition_phrase",
    "condition_words",
    "counted",
    "differences",
    "extension_sentence",
    "first_goal",
    "gate_headline",
    "goals",
    "passed_sentence",
    "plain_count",
    "promise_sentence",
    "share",
    "span",
    "tell",
    "three_steps",
    "told",
    "what_awaits",
]
