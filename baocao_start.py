"""The way in: Ctrl-C while the program is still being loaded ends it without a word, not with a traceback.

It stands alone and asks for nothing that takes time to load: the signal comes before anything else is there.
"""

import _signal  # type: ignore[import-not-found]

_signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def main() -> None:
    """The console script `baocao`."""
    from cli import main as whole

    _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    whole()


if __name__ == "__main__":
    main()
