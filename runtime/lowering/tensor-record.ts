// The tensors of a program while it is built. Each is created when it is first needed, so that the training step and
// the evaluation share them.
import { type Graph, type Initialisation, isWithin, type Layer } from '../../model/index.js';
import type { Initial } from '../ir/program.js';
import type { ProgramTensor, Role } from '../ir/tensor.js';
import type { InitialForm, ParameterForm, StatisticForm, TensorName } from './layers/layer-work.js';
import { type SiteWork, SiteWorks } from './site-work.js';

interface LayerParameter extends Omit<ParameterForm, 'initial'> {
  readonly tensor: number;
  readonly initial: Initial;
  /** Whether it keeps its initial values. */
  readonly frozen: boolean;
}
type LayerStatistic = StatisticForm & { readonly tensor: number };

export interface RecordOptions {
  /** Images that are computed at once. */
  readonly batch: number;
  /** Whether these are a whole batch, which comes from outside. */
  readonly whole: boolean;
  readonly init: Initialisation;
  /** Paths of what does not learn. */
  readonly freeze: readonly string[];
}

export interface TensorRecord {
  readonly graph: Graph;
  readonly tensors: readonly ProgramTensor[];
  readonly images: number;
  /** Makes a tensor and gives its id. */
  tensor(name: string, role: Role, shape: readonly number[], type?: 'f32' | 'u32'): number;
  /** Throws an Error for an `input`. */
  workOf(layer: Layer): SiteWork;
  output(layer: Layer): number;
  parameters(layer: Layer): readonly LayerParameter[];
  /** Those of them that are not frozen. */
  learned(layer: Layer): readonly LayerParameter[];
  statistics(layer: Layer): readonly LayerStatistic[];
  /** A parameter, statistic or intermediate of a layer; throws an Error where the layer has none of this name. */
  own(layer: Layer, name: TensorName): number;
  /** Every parameter made so far with the path of its layer, in the order of the layers. */
  allParameters(): readonly (LayerParameter & { readonly path: string })[];
  /** Every statistic made so far, in the order of the layers. */
  allStatistics(): readonly LayerStatistic[];
}

/** What a layer has beside its output. */
interface Own {
  readonly work: SiteWork;
  output?: number;
  parameters?: readonly LayerParameter[];
  statistics?: readonly LayerStatistic[];
  /** The intermediates made so far. */
  readonly intermediates: { readonly name: TensorName; readonly tensor: number }[];
}

export function createRecord(graph: Graph, { batch, whole, init, freeze }: RecordOptions): TensorRecord {
  const tensors: ProgramTensor[] = [];
  const owned: (Own | undefined)[] = new Array(graph.layers.length).fill(undefined);

  const tensor: TensorRecord['tensor'] = (name, role, shape, type = 'f32') => {
    tensors.push({ id: tensors.length, name, role, shape, type });
    return tensors.length - 1;
  };
  const works = new SiteWorks(graph.layers, batch);
  const ownOf = (layer: Layer): Own => {
    owned[layer.id] ??= { work: works.find(layer), intermediates: [] };
    return owned[layer.id]!;
  };

  function parameters(layer: Layer): readonly LayerParameter[] {
    const own = ownOf(layer);
    own.parameters ??= own.work.parameters.map((form) => ({
      ...form,
      initial: initialOf(form.initial, init),
      frozen: freeze.some((named) => isWithin(layer.path, named)),
      tensor: tensor(`${layer.path}/${form.name}`, 'parameter', form.shape),
    }));
    return own.parameters;
  }

  function statistics(layer: Layer): readonly LayerStatistic[] {
    const own = ownOf(layer);
    own.statistics ??= own.work.statistics.map((form) => ({
      ...form,
      tensor: tensor(`${layer.path}/${form.name}`, 'statistic', form.shape),
    }));
    return own.statistics;
  }

  function intermediate(layer: Layer, name: TensorName): number {
    const { work, intermediates } = ownOf(layer);
    const made = intermediates.find((candidate) => candidate.name === name);
    if (made) return made.tensor;
    const form = work.intermediates.find((candidate) => candidate.name === name);
    if (!form) throw new Error(`${layer.path} has no ${name}`);
    const id = tensor(`${layer.path}/${name}`, form.role, form.shape);
    intermediates.push({ name, tensor: id });
    return id;
  }

  const first = graph.layers.find((layer) => layer.operation.kind === 'input');
  if (!first) throw new Error(`the network ${graph.name} has no input`);
  const [name, role] = whole ? (['images', 'images'] as const) : (['images/micro-batch', 'activation'] as const);
  const images = tensor(name, role, works.extents(first.id));

  return {
    graph,
    tensors,
    images,
    tensor,
    workOf: (layer) => ownOf(layer).work,
    output(layer) {
      const own = ownOf(layer);
      own.output ??= tensor(`${layer.path}/output`, 'activation', works.extents(layer.id));
      return own.output;
    },
    parameters,
    learned: (layer) => parameters(layer).filter(({ frozen }) => !frozen),
    statistics,
    own(layer, name) {
      const isNamed = (candidate: { readonly name: TensorName }) => candidate.name === name;
      const named = parameters(layer).find(isNamed) ?? statistics(layer).find(isNamed);
      return named?.tensor ?? intermediate(layer, name);
    },
    allParameters: () =>
      graph.layers.flatMap((layer) =>
        (owned[layer.id]?.parameters ?? []).map((parameter) => ({ ...parameter, path: layer.path })),
      ),
    allStatistics: () => graph.layers.flatMap((layer) => owned[layer.id]?.statistics ?? []),
  };
}

export function initialOf(form: InitialForm, init: Initialisation): Initial {
  if (form.kind === 'constant') return form;
  const { fanIn, fanOut } = form;
  return init === 'he' ? { kind: 'he-uniform', fanIn } : { kind: 'xavier-uniform', fanIn, fanOut };
}
