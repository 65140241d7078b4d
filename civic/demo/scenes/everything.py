"""Every scene that comes after the stories, in the order in which one needs the other."""

from civic.demo.scenes.composing import composed
from civic.demo.scenes.deliberating import deliberated
from civic.demo.scenes.guiding import guided
from civic.demo.scenes.meeting import met
from civic.demo.scenes.naming import named
from civic.demo.scenes.papering import collected
from civic.demo.scenes.voting import voted
from civic.demo.staging import Stage
from civic.demo.stories import Example

SCENES = (deliberated, met, collected, guided, composed, voted, named)


def play(example: Example, stage: Stage) -> None:
    for scene in SCENES:
        scene(example, stage)
