"""Tutor Sebaya: planners and rules for peer tutoring and remedial teaching with peer tutors.

Data flows one way: class list -> scenario -> planners fill it -> rules judge it -> findings become feedback, a score
or a printed form. `docs/house.md` draws it on one page.
"""

__version__ = "0.1.0"
