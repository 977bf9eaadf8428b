"""The slip (转办单) that goes with a letter: its content, its Word form, and the slips of a whole table."""
