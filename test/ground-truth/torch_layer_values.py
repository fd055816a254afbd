"""Writes torch_layer_values.json: single layers run by PyTorch in float64, their outputs and gradients.

Values come from the stated generator (mulberry32, see README.md): variable number i (the inputs, then the parameters) from
seed i + 1, uniform in [-1, 1) times `factor`; the output's gradient from seed 77. Everything is drawn and written in the
project's layouts: NHWC, HWIO, transposed convolutions [kH, kW, filters/groups, C]. Operations are written as in
model/operation.ts. Run: python3 torch_layer_values.py
"""
import json
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
M = 0xFFFFFFFF


def drawn(count, seed, factor=1.0):
    s, values = seed & M, []
    for _ in range(count):
        s = (s + 0x6D2B79F5) & M
        t = s
        t = ((t ^ (t >> 15)) * (t | 1)) & M
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
        values.append(((t ^ (t >> 14)) / 2**32 * 2 - 1) * factor)
    return values


def size(shape):
    return torch.Size(shape).numel()


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(y):
    return y.permute(0, 2, 3, 1)


def window(kernel, stride=(1, 1), dilation=(1, 1), pad=(0, 0), ceil=False):
    top, left, bottom, right = pad if len(pad) == 4 else (*pad, *pad)
    padding = {"top": top, "left": left, "bottom": bottom, "right": right}
    return {"kernel": list(kernel), "stride": list(stride), "dilation": list(dilation), "padding": padding, "ceil": ceil}


def pad_of(w):
    return (w["padding"]["top"], w["padding"]["left"])


def uneven(w):
    """The sides of a padding as F.pad takes them, where PyTorch's layers cannot pad so themselves; else None."""
    top, left, bottom, right = (w["padding"][side] for side in ("top", "left", "bottom", "right"))
    return None if (top, left) == (bottom, right) else (left, right, top, bottom)


def unpadded(op):
    return {**op, "window": {**op["window"], "padding": dict.fromkeys(("top", "left", "bottom", "right"), 0)}}


def conv(op, x, w, b=None):
    v = op["window"]
    if uneven(v):
        return conv(unpadded(op), nhwc(F.pad(nchw(x), uneven(v))), w, b)
    groups = x.shape[3] if op["kind"] == "depthwise" else op["groups"]
    return F.conv2d(nchw(x), w.permute(3, 2, 0, 1), b, v["stride"], pad_of(v), v["dilation"], groups)


def upconv(op, x, w, b=None):
    v = op["window"]
    if uneven(v):
        left, right, top, bottom = uneven(v)
        y = upconv(unpadded(op), x, w, b)
        return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right]
    # Ours: convolution weights [kH, kW, F/groups, C]; PyTorch's: [C, F/groups, kH, kW].
    return F.conv_transpose2d(
        nchw(x), w.permute(3, 2, 0, 1), b, v["stride"], pad_of(v), op["outputPadding"], op["groups"], v["dilation"]
    )


def pool(op, x):
    v = op["window"]
    if uneven(v) and op["kind"] == "maxpool":
        return pool(unpadded(op), nhwc(F.pad(nchw(x), uneven(v), value=-torch.inf)))
    if uneven(v):
        # The mean of the image's own pixels: the sum over the window, divided by how many of them it holds.
        total = pool({**unpadded(op), "countPad": True}, nhwc(F.pad(nchw(x), uneven(v))))
        ones = F.pad(torch.ones_like(nchw(x)), uneven(v))
        return total if op["countPad"] else total / pool({**unpadded(op), "countPad": True}, nhwc(ones))
    if op["kind"] == "maxpool":
        return F.max_pool2d(nchw(x), v["kernel"], v["stride"], pad_of(v), v["dilation"], v["ceil"])
    return F.avg_pool2d(nchw(x), v["kernel"], v["stride"], pad_of(v), v["ceil"], op["countPad"])


def bn(op, x, *affine):
    affine = list(affine)
    scale = affine.pop(0) if op["scale"] else None
    shift = affine.pop(0) if op["shift"] else None
    mean, variance = torch.zeros(x.shape[3]), torch.ones(x.shape[3])
    y = F.batch_norm(nchw(x), mean, variance, scale, shift, True, op["momentum"], op["eps"])
    inference = F.batch_norm(nchw(x), mean, variance, scale, shift, False, op["momentum"], op["eps"])
    return y, {
        "running_mean": mean.tolist(),
        "running_variance": variance.tolist(),
        "inference": nhwc(inference).flatten().tolist(),
    }


POINTWISE = {
    "relu": F.relu,
    "relu6": F.relu6,
    "sigmoid": torch.sigmoid,
    # F.hardsigmoid by its definition: its own backward pass takes 1/6 in 32 bits (off by 5e-9), also in float64.
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "tanh": torch.tanh,
    "gelu": F.gelu,
    "swish": F.silu,
    "hard_swish": F.hardswish,
    "selu": F.selu,
    "softplus": F.softplus,
    "mish": F.mish,
}


def forward(op, x, *rest):
    kind = op["kind"]
    if kind in ("conv", "depthwise"):
        return conv(op, x, *rest)
    if kind == "upconv":
        return upconv(op, x, *rest)
    if kind in ("maxpool", "avgpool"):
        return pool(op, x)
    if kind == "global_maxpool":
        return F.adaptive_max_pool2d(nchw(x), 1)
    if kind == "global_avgpool":
        return F.adaptive_avg_pool2d(nchw(x), 1)
    if kind == "bn":
        return bn(op, x, *rest)
    if kind == "layer_norm":
        return nchw(F.layer_norm(x, (x.shape[3],), *rest, op["eps"]))
    if kind == "group_norm":
        return F.group_norm(nchw(x), op["groups"], *rest, op["eps"])
    if kind == "instance_norm":
        return F.instance_norm(nchw(x), None, None, *rest, True, 0.1, op["eps"]) if rest else F.instance_norm(nchw(x), eps=op["eps"])
    if kind == "lrn":
        return F.local_response_norm(nchw(x), op["size"], op["alpha"], op["beta"], op["k"])
    if kind == "leaky_relu":
        return F.leaky_relu(nchw(x), op["slope"])
    if kind == "elu":
        return F.elu(nchw(x), op["alpha"])
    if kind == "prelu":
        return F.prelu(nchw(x), *rest)
    if kind == "softmax":
        return F.softmax(nchw(x), 1)
    if kind == "upsample":
        more = {} if op["mode"] == "nearest" else {"align_corners": False}
        return F.interpolate(nchw(x), scale_factor=[float(f) for f in op["factor"]], mode=op["mode"], **more)
    if kind == "depth_to_space":
        return F.pixel_shuffle(nchw(x), op["block"])
    if kind == "space_to_depth":
        return F.pixel_unshuffle(nchw(x), op["block"])
    if kind == "shuffle":
        n, h, w, c = x.shape
        # As ShuffleNet's authors write it: split into groups, transpose, flatten.
        return nchw(x).reshape(n, op["groups"], c // op["groups"], h, w).transpose(1, 2).reshape(n, c, h, w)
    return POINTWISE[kind](nchw(x))


def case(op, shape, parameters=(), factor=1.0):
    variables = [shape, *parameters]
    tensors = [torch.tensor(drawn(size(s), i + 1, factor)).reshape(s).requires_grad_() for i, s in enumerate(variables)]
    made = forward(op, *tensors)
    y, more = made if isinstance(made, tuple) else (made, {})
    y = nhwc(y)
    dy = torch.tensor(drawn(y.numel(), 77)).reshape(y.shape)
    y.backward(dy)
    return {
        "operation": op,
        "input": list(shape),
        "factor": factor,
        "output": y.detach().flatten().tolist(),
        "gradients": [t.grad.flatten().tolist() for t in tensors],
        **more,
    }


IMAGE = (2, 3, 5, 3)


def norm(eps, momentum, scale, shift):
    return {"kind": "bn", "eps": eps, "momentum": momentum, "scale": scale, "shift": shift}


def up(filters, w, output_padding, groups, bias):
    return {
        "kind": "upconv",
        "filters": filters,
        "window": w,
        "outputPadding": output_padding,
        "groups": groups,
        "bias": bias,
    }


CASES = [
    case(
        {"kind": "conv", "filters": 6, "window": window((3, 2), (2, 1), (1, 2), (1, 2)), "groups": 2, "bias": True},
        (2, 5, 4, 4),
        [(3, 2, 2, 6), (6,)],
    ),
    case(
        {"kind": "depthwise", "multiplier": 2, "window": window((3, 3), (2, 1), pad=(1, 1)), "bias": True},
        IMAGE,
        [(3, 3, 1, 6), (6,)],
    ),
    case(up(5, window((2, 2), (2, 2)), [0, 0], 1, True), IMAGE, [(2, 2, 5, 3), (5,)]),
    case(up(4, window((3, 2), (2, 3), pad=(1, 0)), [1, 2], 2, True), (2, 2, 3, 6), [(3, 2, 2, 6), (4,)]),
    case(up(2, window((2, 3), dilation=(3, 2), pad=(1, 2)), [2, 1], 1, False), IMAGE, [(2, 3, 2, 3)]),
    case({"kind": "maxpool", "window": window((3, 2), (2, 1), pad=(1, 1), ceil=True)}, (2, 6, 5, 3)),
    case({"kind": "avgpool", "window": window((3, 3), (2, 2), pad=(1, 1), ceil=True), "countPad": True}, (2, 6, 5, 3)),
    case({"kind": "avgpool", "window": window((3, 3), (2, 2), pad=(1, 1)), "countPad": False}, (2, 6, 5, 3)),
    # `pad=same_upper` and `same_lower` of even windows and strides of 2: more padding on one side than on the other.
    case(
        {"kind": "conv", "filters": 4, "window": window((4, 3), (2, 2), pad=(1, 0, 1, 1)), "groups": 1, "bias": True},
        (2, 6, 4, 3),
        [(4, 3, 3, 4), (4,)],
    ),
    case(
        {"kind": "depthwise", "multiplier": 1, "window": window((2, 4), (1, 2), pad=(1, 2, 0, 1)), "bias": True},
        (2, 3, 5, 3),
        [(2, 4, 1, 3), (3,)],
    ),
    case(up(4, window((3, 4), (2, 2), pad=(0, 1, 1, 1)), [0, 0], 1, True), IMAGE, [(3, 4, 4, 3), (4,)]),
    case(up(2, window((2, 1), (3, 2)), [1, 1], 1, True), IMAGE, [(2, 1, 2, 3), (2,)]),
    case({"kind": "maxpool", "window": window((2, 2), (1, 1), pad=(0, 0, 1, 1))}, IMAGE),
    case({"kind": "avgpool", "window": window((2, 3), (2, 2), pad=(0, 0, 1, 1)), "countPad": False}, (2, 5, 4, 3)),
    case({"kind": "avgpool", "window": window((2, 3), (2, 2), pad=(1, 1, 0, 0)), "countPad": True}, (2, 5, 4, 3)),
    case({"kind": "global_maxpool"}, IMAGE),
    case({"kind": "global_avgpool"}, IMAGE),
    case(norm(1e-5, 0.1, True, True), (3, 3, 2, 5), [(5,), (5,)]),
    case(norm(1e-3, 0.3, False, True), IMAGE, [(3,)]),
    case(norm(1e-5, 0.25, True, False), (5, 1, 1, 3), [(3,)]),
    case(norm(1e-5, 0.1, False, False), IMAGE),
    case({"kind": "layer_norm", "eps": 1e-6}, IMAGE, [(3,), (3,)]),
    case({"kind": "layer_norm", "eps": 1e-2}, (1, 1, 3, 17), [(17,), (17,)]),
    case({"kind": "group_norm", "groups": 3, "eps": 1e-5}, (2, 3, 3, 6), [(6,), (6,)]),
    case({"kind": "instance_norm", "eps": 1e-5, "affine": False}, IMAGE),
    case({"kind": "instance_norm", "eps": 1e-2, "affine": True}, (2, 3, 3, 6), [(6,), (6,)]),
    case({"kind": "lrn", "size": 5, "alpha": 1e-4, "beta": 0.75, "k": 1}, (2, 1, 3, 17)),
    case({"kind": "lrn", "size": 3, "alpha": 2, "beta": 0.5, "k": 0.7}, IMAGE),
    *[case({"kind": kind}, IMAGE, factor=7.0) for kind in POINTWISE],
    case({"kind": "leaky_relu", "slope": 0.01}, IMAGE),
    case({"kind": "elu", "alpha": 1}, IMAGE, factor=7.0),
    case({"kind": "elu", "alpha": 0.3}, IMAGE),
    case({"kind": "prelu", "shared": False, "init": 0.25}, IMAGE, [(3,)]),
    case({"kind": "prelu", "shared": True, "init": 0.25}, IMAGE, [(1,)]),
    case({"kind": "softmax"}, IMAGE, factor=3.0),
    case({"kind": "upsample", "factor": [2, 3], "mode": "nearest"}, (1, 3, 4, 3)),
    case({"kind": "upsample", "factor": [2, 3], "mode": "bilinear"}, (1, 3, 4, 3)),
    case({"kind": "upsample", "factor": [4, 1], "mode": "bilinear"}, (1, 1, 3, 5)),
    case({"kind": "shuffle", "groups": 3}, (2, 1, 3, 6)),
    case({"kind": "depth_to_space", "block": 2}, (2, 3, 5, 12)),
    case({"kind": "depth_to_space", "block": 3}, (1, 2, 1, 18)),
    case({"kind": "space_to_depth", "block": 2}, (2, 4, 6, 3)),
    case({"kind": "space_to_depth", "block": 3}, (1, 3, 6, 2)),
]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_layer_values.json")
with open(path, "w") as file:
    rounded = json.loads(json.dumps(CASES), parse_float=lambda text: float(f"{float(text):.13g}"))
    json.dump({"torch": torch.__version__, "cases": rounded}, file, separators=(",", ":"))
    file.write("\n")
