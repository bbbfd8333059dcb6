"""The helper of Sweetspot for Python scripts: one file, standard library only, Python 3.8 or newer.

    import sweetspot_trial as trial

    p = trial.params(lr=0.01, layers=2)       # defaults, for runs outside of Sweetspot
    for epoch in range(10):
        accuracy = train(p["lr"], p["layers"])
        trial.report(epoch, val_acc=accuracy)
        if trial.should_prune():
            break
    trial.report(val_acc=accuracy)            # without a step: the result

Commands that Sweetspot runs can import this module without installing it. Outside of Sweetspot, `params` returns the
defaults, `report` prints a line of JSON, `should_prune` is False, and `annotate` does nothing.
"""
import json
import os
import socket
import threading

__all__ = ["annotate", "params", "report", "should_prune"]

# Seconds to wait for an answer.
_TIMEOUT = 60.0

_lock = threading.Lock()
_connection = None
_owner = None


def params(**defaults):
    """The params of the trial as a dict; `defaults` fill in those that it does not have."""
    path = os.environ.get("SWEETSPOT_PARAMS_FILE")
    if not path:
        return dict(defaults)
    with open(path, encoding="utf-8") as file:
        return {**defaults, **json.load(file)}


def report(step=None, **values):
    """Reports values: those of a step, or without a step the result of the trial."""
    numbers = {name: _number(name, value) for name, value in values.items()}
    if not numbers:
        raise ValueError("Expected values by name, as in report(step, val_acc=0.9).")
    message = {"call": "report", "values": numbers}
    if step is not None:
        message["step"] = _number("step", step)
    if not _is_in_trial():
        printed = dict(numbers) if step is None else {"step": message["step"], **numbers}
        print(json.dumps(printed), flush=True)
        return
    _call(message)


def should_prune():
    """Whether the trial is not promising and should end now."""
    return _is_in_trial() and bool(_call({"call": "should_prune"}).get("prune"))


def annotate(name, value):
    """Attaches a JSON value to the trial."""
    if _is_in_trial():
        _call({"call": "annotate", "name": name, "value": value})


def _is_in_trial():
    return "SWEETSPOT_CHANNEL" in os.environ and hasattr(socket, "AF_UNIX")


def _number(name, value):
    """A float or int, also from a scalar of NumPy, PyTorch or TensorFlow."""
    if isinstance(value, bool) or isinstance(value, str):
        raise TypeError("Expected {} to be a number; received {!r}.".format(name, value))
    if isinstance(value, int):
        return int(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError("Expected {} to be a number; received {!r}.".format(name, value)) from None


def _call(message):
    global _connection, _owner
    message["key"] = os.environ.get("SWEETSPOT_CHANNEL_KEY", "")
    line = (json.dumps(message) + "\n").encode("utf-8")
    with _lock:
        # A forked process must not share the connection of its parent.
        if _connection is None or _owner != os.getpid():
            _connection, _owner = _connect(), os.getpid()
        file = _connection
        try:
            file.write(line)
            file.flush()
            answer = file.readline()
        except OSError as error:
            _connection = None
            raise RuntimeError("Sweetspot does not answer: {}.".format(error)) from error
        if not answer.endswith(b"\n"):
            _connection = None
            raise RuntimeError("Sweetspot has ended.")
    reply = json.loads(answer)
    if "error" in reply:
        raise RuntimeError(reply["error"])
    return reply


def _connect():
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_TIMEOUT)
    try:
        connection.connect(os.environ["SWEETSPOT_CHANNEL"])
        return connection.makefile("rwb")
    except OSError as error:
        raise RuntimeError("Sweetspot cannot be reached: {}.".format(error)) from error


def _forked():
    # Another thread of the parent may have held the lock.
    global _lock, _connection
    _lock = threading.Lock()
    _connection = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
