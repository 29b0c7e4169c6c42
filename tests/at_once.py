"""Two people at the same moment, each on a connection of their own."""

import threading

from django.db import connections

from section11.web.exceptions import RuleBroken


def at_once(*acts):
    """Run the acts in threads that begin together: what each returned, or the rule it broke."""
    ready = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        ready.wait()
        try:
            results[place] = act()
        except RuleBroken as broken:
            results[place] = broken
        finally:
            connections.close_all()

    # As daemons, one that hangs does not keep the run from ending.
    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "Two people wait for each other."
    return results
