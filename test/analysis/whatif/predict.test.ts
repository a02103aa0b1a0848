import { deepStrictEqual, ok } from 'node:assert';
import { type Prediction, predictRun } from '../../../src/analysis/index.ts';
import { encodeSwitches } from '../corePictures.ts';
import { encodePicture, read, trimPicture } from '../pictures.ts';
import { joinBytes } from '../recordWriter.ts';

const MS = 1e6;

/** A character of `cores` is a quarter of a millisecond. */
function predict(picture: string, cores: string, count: number): Prediction {
  return predictRun(
    read(joinBytes([encodePicture(trimPicture(picture)), encodeSwitches(cores)])).tables,
    count,
  );
}

const inMs = ({ predictedNs, withDelaysNs, measuredNs, stolenNs }: Prediction): readonly number[] =>
  [predictedNs, withDelaysNs, measuredNs, stolenNs].map((ns) => Math.round(ns / MS));

describe('the prediction of a run', () => {
  const two = 'main |            |\n  a |RRRRRRRRRRRR|\nother |    |\n  b |RRRRRRRRRRRR|';

  it('is as long as the run where nothing else had the cores', () => {
    const cores = `x |${'0'.repeat(48)}|\ny |${'1'.repeat(48)}|`;
    deepStrictEqual(inMs(predict(two, cores, 2)), [12, 12, 12, 0]);
  });

  it('counts what the program’s own threads take from each other as their contention', () => {
    const cores = `x |${'00000000........'.repeat(3)}|\ny |${'........00000000'.repeat(3)}|`;
    const prediction = predict(two, cores, 1);
    deepStrictEqual(inMs(prediction), [12, 12, 12, 0]);
    ok(Math.abs(prediction.error) < 0.02, `${prediction.error}`);
  });

  it('tells apart what other programs took', () => {
    const one = 'main |            |\n  a |RRRRRRRRRRRR|';
    const prediction = predict(one, `x |${'00000000........'.repeat(3)}|`, 2);
    // It had a core for 6 ms. That it could have run in the last 2 is not known: it did not run after them.
    deepStrictEqual(inMs(prediction), [6, 10, 12, 4]);
    deepStrictEqual([prediction.error, prediction.errorWithDelays], [-1 / 2, 10 / 12 - 1]);
  });
});
