"""Hyperopt's tree-structured Parzen estimators (Bergstra et al. 2011, 2013) with their defaults.

Conditional parameters are nested in the choices of their parent. Failed trials are told as STATUS_FAIL, which the
algorithm excludes. Running trials are ignored.
"""

from __future__ import annotations

import math

import hyperopt
from hyperopt import hp, tpe
from hyperopt.base import JOB_STATE_DONE, Domain, Trials, spec_from_misc
from hyperopt.pyll import scope

from parameters import Parameter, Params, Run

def tree_parzen(run: Run) -> Hyperopt:
    return Hyperopt(run)


class Hyperopt:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._space = Tree(run).branch()
        self._domain = Domain(lambda params: 0.0, self._space)
        self._trials = Trials()

    def ask(self) -> tuple[int, Params]:
        (number,) = self._trials.new_trial_ids(1)
        self._trials.refresh()
        docs = tpe.suggest([number], self._domain, self._trials, (self._run.seed + number) % 2**31, verbose=False)
        self._trials.insert_trial_docs(docs)
        self._trials.refresh()
        values = hyperopt.space_eval(self._space, spec_from_misc(docs[0]["misc"]))
        return number, _flatten(self._run, values)

    def tell(self, number: int, value: float | None) -> None:
        document = next(doc for doc in self._trials._dynamic_trials if doc["tid"] == number)
        document["state"] = JOB_STATE_DONE
        failed = {"status": hyperopt.STATUS_FAIL}
        document["result"] = failed if value is None else {"status": hyperopt.STATUS_OK, "loss": value}
        self._trials.refresh()


class Tree:
    """The space as Hyperopt nests it: each choice of a categorical parameter carries the parameters it activates."""

    def __init__(self, run: Run) -> None:
        self._run = run
        # A parameter that several choices activate must be the same node in each of them.
        self._nodes: dict[str, object] = {}

    def branch(self, parent: str | None = None, choice: object = None) -> dict[str, object]:
        """The parameters that are active where `parent` has this choice, or those without a condition."""
        return {p.name: self._node(p) for p in self._run.parameters if _is_in_branch(p, parent, choice)}

    def _node(self, parameter: Parameter) -> object:
        if parameter.name not in self._nodes:
            self._nodes[parameter.name] = self._create(parameter)
        return self._nodes[parameter.name]

    def _create(self, parameter: Parameter) -> object:
        name, low, high = parameter.name, parameter.low, parameter.high
        if parameter.kind == "categorical":
            return hp.choice(
                name,
                [{"label": parameter.label(c), "children": self.branch(name, c)} for c in parameter.choices],
            )
        if parameter.kind == "float":
            return hp.loguniform(name, math.log(low), math.log(high)) if parameter.log else hp.uniform(name, low, high)
        if parameter.log:
            return scope.int(hp.qloguniform(name, math.log(low - 0.5), math.log(high + 0.5), 1))
        return hp.uniformint(name, low, high)


def _is_in_branch(parameter: Parameter, parent: str | None, choice: object) -> bool:
    if parameter.when is None:
        return parent is None
    return parameter.when.parent == parent and choice in parameter.when.values


def _flatten(run: Run, branch: dict[str, object]) -> Params:
    """The params of nested values."""
    params: Params = {}
    for parameter in run.parameters:
        if parameter.name not in branch:
            continue
        value = branch[parameter.name]
        if parameter.kind == "categorical":
            params[parameter.name] = parameter.decode(value["label"])
            params |= _flatten(run, value["children"])
        else:
            params[parameter.name] = parameter.decode(value)
    return params
