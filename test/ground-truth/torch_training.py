"""Writes torch_training.json: what PyTorch does beside single layers and plain optimizers, in float64.

- losses: mean squared error and cross-entropy with label smoothing, their values and gradients; scores from the stated
  generator (mulberry32, see README.md), seed 1, uniform in [-4, 4).
- schedules: the learning rate of every step; the schedule is written as in model/learning-rate.ts.
- curves: the small network of tiny_cnn_training_oracle.json (same weights, images and labels), 20 steps with one thing
  changed each: the loss before each step, and the last layer's weights [out, in] after them.

Run: python3 torch_training.py
"""
import json
import os
import warnings

import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler as schedulers

warnings.filterwarnings("ignore", message=".*lr_scheduler.step.*|.*epoch parameter.*")
torch.set_default_dtype(torch.float64)
M = 0xFFFFFFFF
here = os.path.dirname(os.path.abspath(__file__))


def mulberry(count, seed, factor):
    s, values = seed & M, []
    for _ in range(count):
        s = (s + 0x6D2B79F5) & M
        t = s
        t = ((t ^ (t >> 15)) * (t | 1)) & M
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
        values.append(((t ^ (t >> 14)) / 2**32 * 2 - 1) * factor)
    return values


def one_hot(labels, classes):
    return F.one_hot(labels, classes).to(torch.float64)


def loss_of(loss, scores, labels):
    if loss["kind"] == "mse":
        return F.mse_loss(scores, one_hot(labels, scores.shape[1]))
    return F.cross_entropy(scores, labels, label_smoothing=loss["smoothing"])


plain = {"kind": "cross_entropy", "smoothing": 0}
smooth = {"kind": "cross_entropy", "smoothing": 0.1}
mse = {"kind": "mse"}


def losses():
    labels = torch.tensor([0, 2, 1, 1, 2])
    for loss in (plain, smooth, mse):
        scores = torch.tensor(mulberry(15, 1, 4)).reshape(5, 3).requires_grad_()
        value = loss_of(loss, scores, labels)
        value.backward()
        yield {"loss": loss, "labels": labels.tolist(), "value": value.item(), "gradient": scores.grad.flatten().tolist()}


def schedules():
    rate, per_epoch, epochs = 0.4, 4, 6
    steps = per_epoch * epochs

    def rates(make):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
        scheduler = make(optimizer)
        got = []
        for _ in range(steps):
            got.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return got

    def warm(optimizer, iters, start=0.1):
        return schedulers.LinearLR(optimizer, start_factor=start, total_iters=iters)

    step = {"kind": "step", "every": 2, "factor": 0.1}
    milestones = {"kind": "milestones", "at": [3, 5], "factor": 0.5}
    cosine = {"kind": "cosine", "end": 0.01}
    warmup = {"kind": "warmup", "epochs": 1.5, "start": 0.1}
    cases = [
        ({"kind": "constant"}, lambda o: schedulers.ConstantLR(o, factor=1)),
        (step, lambda o: schedulers.StepLR(o, 2 * per_epoch, 0.1)),
        ({"kind": "step", "every": 0.75, "factor": 0.9}, lambda o: schedulers.StepLR(o, 3, 0.9)),
        (milestones, lambda o: schedulers.MultiStepLR(o, [3 * per_epoch, 5 * per_epoch], 0.5)),
        (cosine, lambda o: schedulers.CosineAnnealingLR(o, steps, 0.01)),
        ({**warmup, "next": {"kind": "constant"}}, lambda o: warm(o, 6)),
        (
            {**warmup, "next": step},
            lambda o: schedulers.ChainedScheduler([warm(o, 6), schedulers.StepLR(o, 2 * per_epoch, 0.1)]),
        ),
        (
            {**warmup, "next": milestones},
            lambda o: schedulers.ChainedScheduler([warm(o, 6), schedulers.MultiStepLR(o, [12, 20], 0.5)]),
        ),
        (
            {**warmup, "next": cosine},
            lambda o: schedulers.SequentialLR(
                o, [warm(o, 6), schedulers.CosineAnnealingLR(o, steps - 6, 0.01)], milestones=[6]
            ),
        ),
    ]
    for schedule, make in cases:
        yield {
            "schedule": schedule,
            "learningRate": rate,
            "stepsPerEpoch": per_epoch,
            "epochs": epochs,
            "rates": rates(make),
        }


def tiny():
    state = 42

    def draw(shape, scale):
        nonlocal state
        values = []
        for _ in range(torch.Size(shape).numel()):
            state = (1664525 * state + 1013904223) & M
            values.append((state / 2**32 - 0.5) * 2 * scale)
        return torch.tensor(values).reshape(shape)

    shapes = [
        ((4, 2, 3, 3), 0.3),
        ((4,), 0.1),
        ((6, 4, 3, 3), 0.25),
        ((6,), 0.1),
        ((10, 24), 0.3),
        ((10,), 0.1),
        ((5, 10), 0.4),
        ((5,), 0.1),
    ]
    parameters = [draw(*each).requires_grad_() for each in shapes]
    return parameters, draw((8, 2, 12, 12), 1.0), torch.arange(8) % 5


def forward(parameters, images):
    w1, b1, w2, b2, w3, b3, w4, b4 = parameters
    x = F.max_pool2d(F.relu(F.conv2d(images, w1, b1, padding=1)), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, w2, b2)), 2)
    return F.linear(F.relu(F.linear(x.flatten(1), w3, b3)), w4, b4)


def sgd(**changes):
    return {"kind": "sgd", "learningRate": 0.05, "momentum": 0.9, "nesterov": False, "weightDecay": 0, **changes}


def adam(kind, **changes):
    values = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weightDecay": 0}
    return {"kind": kind, **values, **changes}


def optimizer_of(optimizer, parameters):
    rate, decay = optimizer["learningRate"], optimizer["weightDecay"]
    if optimizer["kind"] == "sgd":
        return torch.optim.SGD(parameters, rate, optimizer["momentum"], weight_decay=decay)
    make = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[optimizer["kind"]]
    return make(parameters, rate, (optimizer["beta1"], optimizer["beta2"]), optimizer["eps"], weight_decay=decay)


def curves():
    norm, value = {"kind": "norm", "limit": 0.3}, {"kind": "value", "limit": 0.02}
    cases = [
        {"name": "weight decay on everything", "optimizer": sgd(weightDecay=0.1)},
        {"name": "label smoothing", "optimizer": sgd(), "loss": smooth},
        {"name": "mean squared error", "optimizer": sgd(), "loss": mse},
        {"name": "norm held, sgd", "optimizer": sgd(learningRate=0.5), "clip": norm},
        {"name": "norm held, sgd without momentum", "optimizer": sgd(momentum=0, weightDecay=0.01), "clip": norm},
        {"name": "norm held, adamw", "optimizer": adam("adamw", weightDecay=0.1), "clip": norm},
        {"name": "values held, adam", "optimizer": adam("adam"), "clip": value},
        {"name": "first convolution frozen", "optimizer": sgd(), "freeze": ["conv.1"]},
        {"name": "second convolution frozen, norm held", "optimizer": sgd(), "freeze": ["conv.4"], "clip": norm},
    ]
    frozen = {"conv.1": (0, 1), "conv.4": (2, 3)}
    for case in cases:
        parameters, images, labels = tiny()
        for path in case.get("freeze", []):
            for index in frozen[path]:
                parameters[index].requires_grad_(False)
        learned = [parameter for parameter in parameters if parameter.requires_grad]
        optimizer = optimizer_of(case["optimizer"], learned)
        before = []
        for _ in range(20):
            optimizer.zero_grad()
            loss = loss_of(case.get("loss", plain), forward(parameters, images), labels)
            before.append(loss.item())
            loss.backward()
            clip = case.get("clip")
            if clip is not None and clip["kind"] == "norm":
                torch.nn.utils.clip_grad_norm_(learned, clip["limit"])
            elif clip is not None:
                torch.nn.utils.clip_grad_value_(learned, clip["limit"])
            optimizer.step()
        yield {**case, "losses": before, "last_weights": parameters[6].flatten().tolist()}


content = {
    "torch": torch.__version__,
    "losses": list(losses()),
    "schedules": list(schedules()),
    "curves": list(curves()),
}
with open(os.path.join(here, "torch_training.json"), "w") as file:
    json.dump(json.loads(json.dumps(content), parse_float=lambda text: float(f"{float(text):.13g}")), file)
    file.write("\n")
