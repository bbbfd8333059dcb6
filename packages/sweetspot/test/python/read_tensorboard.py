"""Prints what TensorBoard reads from a folder, as JSON: python read_tensorboard.py FOLDER."""

import json
import sys

from google.protobuf import json_format
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.context import RequestContext
from tensorboard.plugins import base_plugin
from tensorboard.plugins.hparams import api_pb2, backend_context, get_experiment, list_session_groups

folder = sys.argv[1]
multiplexer = plugin_event_multiplexer.EventMultiplexer()
multiplexer.AddRunsFromDirectory(folder)
multiplexer.Reload()
provider = data_provider.MultiplexerDataProvider(multiplexer, folder)
context = backend_context.Context(base_plugin.TBContext(data_provider=provider))
request = RequestContext()

runs = {}
for run in sorted(multiplexer.Runs()):
    accumulator = multiplexer.GetAccumulator(run)
    scalars = accumulator.Tags()["tensors"]
    runs[run] = {
        tag: [[event.step, float(event.tensor_proto.float_val[0])] for event in accumulator.Tensors(tag)]
        for tag in scalars
        if not tag.startswith("_hparams_/")
    }

experiment = get_experiment.Handler(
    request, context, "", api_pb2.GetExperimentRequest()
).run()
listed = api_pb2.ListSessionGroupsRequest(
    start_index=0,
    slice_size=100,
    allowed_statuses=[0, 1, 2, 3],
    col_params=[api_pb2.ColParams(metric=info.name) for info in experiment.metric_infos],
)
groups = list_session_groups.Handler(request, context, "", listed).run()
print(
    json.dumps(
        {
            "runs": runs,
            "experiment": json_format.MessageToDict(experiment, preserving_proto_field_name=True),
            "groups": json_format.MessageToDict(groups, preserving_proto_field_name=True),
        }
    )
)
