"""``python -m router`` is the command ``complaint-router``."""

from router.cli import main

if __name__ == "__main__":
    main()
