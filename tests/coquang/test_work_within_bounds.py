"""What runs wild ends alone: each bound is kept by the kernel, and whoever asked hears which one it was."""

import os
import time
from dataclasses import replace

import pytest

from coquang.bounded import Allow, Bounds, BrokeOff, OutOfBounds, within_bounds

TIGHT = Bounds(seconds=20, work=1, memory=64 * 1024 * 1024)
MEGABYTE = 1024 * 1024


def busy(seconds: float) -> bytes:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return b"done"


def test_what_the_child_makes_comes_back_whole() -> None:
    made = os.urandom(3 * MEGABYTE)
    assert within_bounds(lambda _allow: made, TIGHT) == made


def test_the_work_is_done_elsewhere() -> None:
    assert int(within_bounds(lambda _allow: str(os.getpid()).encode(), TIGHT)) != os.getpid()


def test_work_that_waits_for_ever_is_ended_by_the_clock() -> None:
    with pytest.raises(OutOfBounds, match="clock"):
        within_bounds(lambda _allow: bytes(time.sleep(60) or 0), replace(TIGHT, seconds=1))


def test_work_that_turns_for_ever_is_ended_by_the_processor() -> None:
    with pytest.raises(OutOfBounds, match="processor"):
        within_bounds(lambda _allow: busy(60), TIGHT)


def test_each_ten_steps_allow_as_much_work_again() -> None:
    def long(allow: Allow) -> bytes:
        allow(9)
        allow(10)
        return busy(1.5)

    def short(allow: Allow) -> bytes:
        allow(9)
        return busy(1.5)

    assert within_bounds(long, TIGHT) == b"done"
    with pytest.raises(OutOfBounds, match="processor"):
        within_bounds(short, TIGHT)


def test_work_that_eats_memory_is_ended_and_a_modest_piece_is_not() -> None:
    assert within_bounds(lambda _allow: bytes(8 * MEGABYTE), TIGHT) == bytes(8 * MEGABYTE)
    with pytest.raises(OutOfBounds, match="memory"):
        within_bounds(lambda _allow: bytes(256 * MEGABYTE), TIGHT)


def test_work_without_a_bottom_is_ended() -> None:
    def deeper(_allow: Allow) -> bytes:
        return deeper(_allow)

    with pytest.raises(OutOfBounds, match="memory"):
        within_bounds(deeper, TIGHT)


def test_a_child_that_is_killed_is_no_result() -> None:
    with pytest.raises(OutOfBounds, match="memory"):
        within_bounds(lambda _allow: bytes(os.kill(os.getpid(), 9) or 0), TIGHT)


def test_a_foreseen_end_is_raised_as_it_was_and_any_other_with_its_traceback() -> None:
    def refuse(_allow: Allow) -> bytes:
        raise LookupError("the drawer is empty")

    with pytest.raises(LookupError, match="the drawer is empty"):
        within_bounds(refuse, TIGHT, LookupError)
    with pytest.raises(BrokeOff, match="the drawer is empty"):
        within_bounds(refuse, TIGHT)


def test_a_parent_that_is_called_away_leaves_no_child_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    class CalledAway(Exception):
        pass

    def called_away(*_args: object) -> None:
        raise CalledAway

    monkeypatch.setattr("coquang.bounded.os.fdopen", called_away)
    begun = time.monotonic()
    with pytest.raises(CalledAway):
        within_bounds(lambda _allow: bytes(time.sleep(30) or 0), TIGHT)
    assert time.monotonic() - begun < 10
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
