"""Makes journal.log (JournalFileBackend) and studies.db (SQLite) with Optuna 5.0.0. Both hold the same studies.
Run: python make_files.py   (in an empty folder; needs optuna only)"""
import json, math, os, sys, datetime, warnings
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState, create_trial
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
inf, nan = float("inf"), float("nan")

def fill(storage):
    # 1. one objective, every state, every kind of distribution, conditional parameters
    s = optuna.create_study(study_name="all-states", storage=storage, direction="minimize",
                            sampler=optuna.samplers.RandomSampler(seed=1))
    s.set_user_attr("dataset", "MNIST")
    s.set_user_attr("nested", {"a": [1, None, True, 0.5], "ü": "💥"})
    s.set_user_attr("odd", [nan, inf, -inf])
    def objective(t):
        model = t.suggest_categorical("model", ["linear", "tree", None, True, 1.5])
        x = t.suggest_float("x", -10, 10)
        t.suggest_float("lr", 1e-5, 1e-1, log=True)
        t.suggest_float("dropout", 0.0, 0.5, step=0.1)
        t.suggest_int("n", 1, 9)
        t.suggest_int("n2", 2, 10, step=2)
        t.suggest_int("width", 1, 1024, log=True)
        t.suggest_int("one", 7, 7)
        if model == "tree":
            t.suggest_int("depth", 1, 8)
        t.set_user_attr("host", "h1")
        for step, v in enumerate([1.0, 0.5, nan, inf, -inf]):
            t.report(v, step * 10)
        return x * x
    for q in [{"model": "tree", "x": 1.5}, {"model": "linear", "x": 2.0}, {"model": None}, {"model": True}, {"model": 1.5}]:
        s.enqueue_trial(q, user_attrs={"why": "by hand"})
    s.optimize(objective, n_trials=5)                                   # 0..4 COMPLETE
    s.optimize(lambda t: t.suggest_float("x", -10, 10) * inf, n_trials=1)   # 5 COMPLETE, +-inf
    s.tell(s.ask({"x": FloatDistribution(-10, 10)}), -inf)               # 6 COMPLETE, -inf
    s.optimize(lambda t: t.suggest_float("x", -10, 10) * nan, n_trials=1)   # 7 FAIL (NaN)
    def boom(t):
        t.suggest_float("x", -10, 10)
        raise ValueError("out of memory")
    s.optimize(boom, n_trials=1, catch=(ValueError,))                   # 8 FAIL (exception)
    def prune(t):
        t.suggest_float("x", -10, 10)
        t.report(0.25, 3)
        raise optuna.TrialPruned()
    s.optimize(prune, n_trials=1)                                       # 9 PRUNED with value 0.25
    s.tell(s.ask(), state=TrialState.PRUNED)                            # 10 PRUNED, no report
    t = s.ask(); t.suggest_float("x", -10, 10); t.report(0.1, 0)        # 11 RUNNING
    s.enqueue_trial({"x": 3.0, "model": "linear"})                      # 12 WAITING
    s.add_trial(create_trial(state=TrialState.COMPLETE, value=0.5, params={"x": 0.5, "model": "tree"},  # 13 added
        distributions={"x": FloatDistribution(-10, 10), "model": CategoricalDistribution(["linear", "tree", None, True, 1.5])},
        user_attrs={"from": "elsewhere"}, system_attrs={"note": 1}, intermediate_values={0: 1.0, 5: nan}))
    t = s.ask(); t.suggest_float("x", -100, 100); s.tell(t, 4.0)        # pops 12; its x=3.0, other range
    s.enqueue_trial({"x": 11.0})                                        # 14 WAITING
    # 2. several objectives with names, constraints by trial.set_constraint (new in 5.0)
    m = optuna.create_study(study_name="pareto", storage=storage, directions=["minimize", "maximize"],
                            sampler=optuna.samplers.RandomSampler(seed=2))
    m.set_metric_names(["loss", "accuracy"])
    def two(t):
        x = t.suggest_float("x", 0, 1)
        t.set_constraint("memory", x - 0.5)
        t.set_constraint("latency", inf if t.number == 2 else -1.0)
        return x, inf if t.number == 1 else 1 - x
    m.optimize(two, n_trials=4)
    m.optimize(lambda t: (t.suggest_float("x", 0, 1), nan), n_trials=1)    # FAIL
    m.enqueue_trial({"x": 0.25})                                        # WAITING
    # 3. constraints by the sampler's constraints_func (until 4.x)
    c = optuna.create_study(study_name="constraints-func", storage=storage, direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=3, constraints_func=lambda ft: (ft.params["x"] - 0.5, -1.0)))
    c.optimize(lambda t: t.suggest_float("x", 0, 1), n_trials=3)
    # 4. grid, QMC and CMA-ES-less samplers leave system attributes
    g = optuna.create_study(study_name="grid", storage=storage,
        sampler=optuna.samplers.GridSampler({"a": [0, 1], "b": ["p", "q"]}, seed=0))
    g.optimize(lambda t: t.suggest_int("a", 0, 1) + (t.suggest_categorical("b", ["p", "q"]) == "q"), n_trials=4)
    # 5. a study without trials, and one that is deleted
    optuna.create_study(study_name="empty", storage=storage, directions=["maximize"])
    optuna.create_study(study_name="gone", storage=storage)
    optuna.delete_study(study_name="gone", storage=storage)

if __name__ == "__main__":
    from optuna.storages import JournalStorage, RDBStorage
    from optuna.storages.journal import JournalFileBackend
    for f in ("journal.log", "studies.db"):
        if os.path.exists(f): os.remove(f)
    fill(JournalStorage(JournalFileBackend("journal.log")))
    rdb = RDBStorage("sqlite:///studies.db", heartbeat_interval=60)
    fill(rdb)
    for name, st in (("journal", JournalStorage(JournalFileBackend("journal.log"))), ("rdb", rdb)):
        out = {}
        for n in optuna.get_all_study_names(st):
            s = optuna.load_study(study_name=n, storage=st)
            out[n] = dict(directions=[d.name for d in s.directions], user_attrs=s.user_attrs, metric_names=s.metric_names,
              system_attrs=st.get_study_system_attrs(s._study_id), trials=[dict(number=t.number, state=t.state.name, values=t.values, params=t.params, constraints=t.constraints,
              distributions={k: json.loads(optuna.distributions.distribution_to_json(d)) for k, d in t.distributions.items()},
              user_attrs=t.user_attrs, system_attrs=t.system_attrs, intermediate_values=t.intermediate_values,
              start=t.datetime_start and t.datetime_start.isoformat(), complete=t.datetime_complete and t.datetime_complete.isoformat()) for t in s.trials])
        json.dump(out, open(f"expected-{name}.txt", "w"), ensure_ascii=False, indent=1)
