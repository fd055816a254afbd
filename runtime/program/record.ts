// The tensors of a program while it is being made: each layer's output and parameters come to exist when first asked
// for, so that the training step and the evaluation share them.
import type { Graph, Layer } from '../../language/graph/index.js';
import { workOf } from './layers/index.js';
import type { LayerWork, ParameterForm, ParameterName, Site } from './layers/layer-work.js';
import type { Extents, ProgramTensor, Role } from './program.js';

export interface LayerParameter extends ParameterForm {
  readonly tensor: number;
}

/** A layer that computes, with its row of the table and its site; `input` layers have none. */
export interface WorkingLayer {
  readonly layer: Layer;
  readonly work: LayerWork<Exclude<Layer['operation']['kind'], 'input'>>;
  readonly site: Site<Exclude<Layer['operation']['kind'], 'input'>>;
}

export interface TensorRecord {
  readonly graph: Graph;
  readonly tensors: ProgramTensor[];
  readonly images: number;
  /** Makes a tensor and gives its id. */
  tensor(name: string, role: Role, shape: readonly number[], type?: 'f32' | 'u32'): number;
  working(layer: Layer): WorkingLayer;
  output(layer: Layer): number;
  parameters(layer: Layer): readonly LayerParameter[];
  /** Every parameter made so far with the path of its layer, in the order of the layers. */
  allParameters(): readonly (LayerParameter & { readonly path: string })[];
}

export function createRecord(graph: Graph, batch: number): TensorRecord {
  const tensors: ProgramTensor[] = [];
  const outputs = new Map<number, number>();
  const parameters = new Map<number, readonly LayerParameter[]>();

  const extentsOf = (layer: Layer): Extents => [batch, layer.output.height, layer.output.width, layer.output.channels];
  const tensor: TensorRecord['tensor'] = (name, role, shape, type = 'f32') => {
    tensors.push({ id: tensors.length, name, role, shape, type });
    return tensors.length - 1;
  };

  const first = graph.layers.find((layer) => layer.operation.kind === 'input');
  if (!first) throw new Error(`the network ${graph.name} has no input`);
  const images = tensor('images', 'images', extentsOf(first));

  const working = (layer: Layer): WorkingLayer => {
    if (layer.operation.kind === 'input') throw new Error(`${layer.path} is an input: it computes nothing`);
    const input = extentsOf(graph.layers[layer.inputs[0]!]!);
    // The site's operation and the row are of one kind by construction.
    const site = {
      operation: layer.operation,
      layer: layer.id,
      input,
      output: extentsOf(layer),
    } as WorkingLayer['site'];
    return { layer, work: workOf(layer.operation.kind), site };
  };

  return {
    graph,
    tensors,
    images,
    tensor,
    working,
    output(layer) {
      let id = outputs.get(layer.id);
      if (id === undefined) {
        id = tensor(`${layer.path}/output`, 'activation', extentsOf(layer));
        outputs.set(layer.id, id);
      }
      return id;
    },
    parameters(layer) {
      let made = parameters.get(layer.id);
      if (!made) {
        const { work, site } = working(layer);
        const forms = work.parameters?.(site) ?? [];
        made = forms.map((form) => ({
          ...form,
          tensor: tensor(`${layer.path}/${form.name}`, 'parameter', form.shape),
        }));
        parameters.set(layer.id, made);
      }
      return made;
    },
    allParameters() {
      return graph.layers.flatMap((layer) =>
        (parameters.get(layer.id) ?? []).map((parameter) => ({ ...parameter, path: layer.path })),
      );
    },
  };
}

/** The tensor of one of a layer's parameters. */
export function parameterNamed(parameters: readonly LayerParameter[], name: ParameterName): number {
  const found = parameters.find((parameter) => parameter.name === name);
  if (!found) throw new Error(`the layer has no ${name}`);
  return found.tensor;
}
