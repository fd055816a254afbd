# Trains the network of a JSON line, then one step for each further line; prints the version, then each step's loss.
# Arrays come in base64: images NHWC, convolutions [kH, kW, in, out], fully connected weights [in, out] over H, W, C.
import base64
import json
import sys

import torch
import torch.nn.functional as F

request = json.loads(sys.stdin.readline())
torch.set_num_threads(request["threads"])
layout = torch.channels_last if request["channelsLast"] else torch.contiguous_format


def array(text, kind=torch.float32):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=kind).clone()


raw = {name: array(text) for name, text in request["parameters"].items()}
shape = request["imageShape"]
images = array(request["images"]).reshape(shape).permute(0, 3, 1, 2).contiguous(memory_format=layout)
labels = array(request["labels"], torch.int32).long()
parameters = {}
running = {}


def keep(name, value):
    parameters[name] = value.contiguous().requires_grad_(True)


for call in request["calls"]:
    path, operation = call["path"], call["operation"]
    height, width, channels = call["size"]
    if call["kind"] == "conv":
        rows, columns = operation["window"]["kernel"]
        weights = raw[path + "/weights"].reshape(rows, columns, channels, operation["filters"]).permute(3, 2, 0, 1)
        parameters[path + "/weights"] = weights.contiguous(memory_format=layout).requires_grad_(True)
    elif call["kind"] == "fc":
        weights = raw[path + "/weights"].reshape(height, width, channels, operation["units"])
        keep(path + "/weights", weights.permute(3, 2, 0, 1).reshape(operation["units"], -1))
    elif call["kind"] == "bn":
        running[path] = (torch.zeros(channels), torch.ones(channels))
for name, value in raw.items():
    if name not in parameters:
        keep(name, value)


def run(call, values):
    kind, path, operation = call["kind"], call["path"], call["operation"]
    x = values[call["inputs"][0]]
    if kind == "conv":
        padding = operation["window"]["padding"]
        assert padding["top"] == padding["bottom"] and padding["left"] == padding["right"]
        return F.conv2d(
            x,
            parameters[path + "/weights"],
            parameters.get(path + "/biases"),
            stride=operation["window"]["stride"],
            padding=(padding["top"], padding["left"]),
        )
    if kind == "fc":
        return F.linear(x.flatten(1), parameters[path + "/weights"], parameters.get(path + "/biases"))
    if kind == "maxpool":
        return F.max_pool2d(x, operation["window"]["kernel"], operation["window"]["stride"])
    if kind == "relu":
        return F.relu(x)
    if kind == "bn":
        mean, variance = running[path]
        scale, shift = parameters[path + "/scale"], parameters[path + "/shift"]
        return F.batch_norm(x, mean, variance, scale, shift, training=True, momentum=0.1, eps=operation["eps"])
    if kind == "add":
        return x + values[call["inputs"][1]]
    if kind == "shortcut":
        rows, columns = operation["stride"]
        return F.pad(x[:, :, ::rows, ::columns], (0, 0, 0, 0, 0, operation["filters"] - x.shape[1]))
    return x.mean((2, 3))


optimizer = torch.optim.SGD(list(parameters.values()), lr=request["learningRate"], momentum=request["momentum"])


def step():
    values = {0: images}
    for call in request["calls"]:
        values[call["output"]] = run(call, values)
    loss = F.cross_entropy(values[request["logits"]], labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


print(torch.__version__, flush=True)
for _ in sys.stdin:
    print(step(), flush=True)
