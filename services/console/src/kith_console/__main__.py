"""`python -m kith_console`: the pages alone, beside a node that is reached over HTTP."""

from kith_console.alone import main

if __name__ == "__main__":
    main()
