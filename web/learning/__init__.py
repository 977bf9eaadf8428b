"""Learning from what clerks decided: gathered from the store, trained and compared by `training`, put on the shelf.

`work.learn_from` does it all and is what ``complaint-router train --with-decisions`` calls; `trainer.Trainer` runs that
command in the background for the page; `again.SuggestAgain` asks the present model about letters that wait.
"""
