import type { SaidDetail } from '@gatehouse/dto';
import classes from './detail-words.module.css';

/** A sentence about a detail. Its values are an application's: each stands for itself, whichever way it is written. */
export const DetailWords = ({ parts }: { readonly parts: SaidDetail['title'] }) =>
  parts.map(({ text, isValue }, index) =>
    isValue ? (
      <bdi key={index} className={classes.value}>
        {text}
      </bdi>
    ) : (
      text
    ),
  );

/** All that a detail says, as it was sent. */
export function DetailFields({ label, fields }: { readonly label: string } & Pick<SaidDetail, 'fields'>) {
  if (fields.length === 0) return null;
  return (
    <details className={classes.all}>
      <summary>{label}</summary>
      <dl>
        {fields.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
