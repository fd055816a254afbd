// Transforms a block's rows of tiles to [frequency][tile][channel]: of the source with its zero halo, or of the
// gradient of the results. Rows are copied into scratch memory first, so that tiles at an edge are like all others.
import { type I32, i32, type Local, v128 } from '../../../emitter/index.js';
import { type StageContext, valueBytes, vectorBytes } from '../../kernel.js';
import { emitHaloCopy } from '../halo.js';
import { frequencyStride, haloSizes, rowBytesOf, type Tiling } from './tiling.js';
import { emitTransform2d, points, type Transform } from './transforms.js';

export interface TiledTensor {
  readonly tiling: Tiling;
  /** Height, width and channels of an image. */
  readonly image: readonly [number, number, number];
  /** Where the first tile begins. */
  readonly origin: readonly [number, number];
  /** Rows and columns of a tile that the next tile has too. */
  readonly halo: number;
  readonly transform: Transform;
  /** Channels that are transformed; all of them, or an equal part. */
  readonly channels: number;
}

export function transformedSizes({ tiling, image, halo, channels }: TiledTensor) {
  const rowBytes = rowBytesOf(channels);
  const stride = frequencyStride(tiling.tilesOfBlock * rowBytes);
  return { rowBytes, stride, bytes: points * points * stride, halo: haloSizes(tiling, image[2], halo) };
}

export interface TileRowsAt {
  readonly tensor: I32;
  /** Bytes before the first channel. */
  readonly channel: I32;
  /** The first row of tiles of the block, of all images. */
  readonly firstRow: Local<'i32'>;
  /** Rows of tiles that exist. */
  readonly rows: Local<'i32'>;
  /** Memory for the rows' copy, and where the transformed tiles go. */
  readonly copy: Local<'i32'>;
  readonly to: Local<'i32'>;
}

export function emitTransformedTiles(context: StageContext, tiled: TiledTensor, at: TileRowsAt): void {
  const { f } = context;
  const { tiling, image, origin, transform } = tiled;
  const { results, across, down } = tiling;
  const { rowBytes, stride, halo } = transformedSizes(tiled);
  const pixelBytes = image[2] * valueBytes;
  const [index, row, tile, channel] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
  const [tileAt, from] = [f.local('i32'), f.local('i32')];
  const to = f.local('i32', at.to);
  f.for(index, { to: at.rows }, () => {
    f.set(row, i32.add(at.firstRow, index));
    emitHaloCopy({ ...context, scratch: at.copy }, { source: image, origin }, halo.columns, {
      image: i32.add(at.tensor, i32.mul(i32.divU(row, down), image[0] * image[1] * pixelBytes)),
      firstRow: i32.add(i32.mul(i32.remU(row, down), results), origin[0]),
      rows: i32.const(results + tiled.halo),
    });
    f.set(tileAt, i32.add(at.copy, at.channel));
    f.for(tile, { to: across }, () => {
      f.set(from, tileAt);
      f.for(channel, { to: rowBytes, step: vectorBytes }, () => {
        emitTransform2d(context, {
          transform,
          read: (y, x) => v128.load(from, y * halo.rowBytes + x * pixelBytes),
          write: (y, x, value) => f.storeV128(to, value, (y * points + x) * stride),
        });
        f.increase(from, vectorBytes);
        f.increase(to, vectorBytes);
      });
      f.increase(tileAt, results * pixelBytes);
    });
  });
}
