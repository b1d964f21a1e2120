import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DetailFields, DetailWords } from '../../../components/ui/detail-words';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { Sensitivity } from '../../ui/sensitivity';
import type { AskedDetail } from './api';
import classes from './consent-form.module.css';

interface Properties {
  readonly application: string;
  readonly details: readonly AskedDetail[];
  /** By their place. */
  readonly ticked: ReadonlySet<number>;
  readonly onTick: (place: number, isTicked: boolean) => void;
}

function Detail(properties: {
  readonly detail: AskedDetail;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}) {
  const { detail, isTicked, onTick } = properties;
  const { title, description, icon, sensitivity, apis, fields, isNew } = detail;
  const { t } = useTranslation('interaction');
  return (
    <li className={classes.scope}>
      <ScopeIcon icon={icon} />
      <div className={classes.detail}>
        <Checkbox
          labelPosition="left"
          checked={isTicked || !isNew}
          // The very same was allowed before, and is not asked about again.
          disabled={!isNew}
          onChange={(event) => onTick(event.currentTarget.checked)}
          label={<DetailWords parts={title} />}
          description={
            <>
              {description.length > 0 && (
                <span className={classes.line}>
                  <DetailWords parts={description} />
                </span>
              )}
              {apis.length > 0 && (
                <span className={classes.line}>{t('consent.detailApis', { apis: apis.join(', ') })}</span>
              )}
              <Sensitivity sensitivity={sensitivity} isAsked />
            </>
          }
          classNames={{
            root: classes.choice,
            body: classes.body,
            label: classes.label,
            description: classes.description,
          }}
        />
        <DetailFields label={t('consent.detailFields')} fields={fields} />
      </div>
    </li>
  );
}

/** What is asked for in detail, each as a whole: "pay 123.50 EUR to Merchant A", and not payments as such. */
export function AskedDetails({ application, details, ticked, onTick }: Properties) {
  const { t } = useTranslation('interaction');
  if (details.length === 0) return null;
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{t('consent.details', { application })}</legend>
      <ul className={classes.scopes}>
        {details.map((detail, place) => (
          // A request has them in one order.
          <Detail
            key={place}
            detail={detail}
            isTicked={ticked.has(place)}
            onTick={(isTicked) => onTick(place, isTicked)}
          />
        ))}
      </ul>
    </fieldset>
  );
}
