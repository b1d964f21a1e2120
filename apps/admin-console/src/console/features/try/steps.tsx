import type { ApplicationDetail } from '@gatehouse/dto';
import { useTranslation } from 'react-i18next';
import type { Flow } from './flows/flows';
import type { TrialPlace } from './flows/setting';
import { StepCard } from './step-card';
import { StepFields } from './step-fields';
import classes from './try.module.css';
import { type Given, useTrial } from './use-trial';

interface Properties {
  readonly flow: Flow;
  readonly application: ApplicationDetail;
  readonly place: TrialPlace;
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

/** A flow, one step after the other. */
export function Steps({ flow, application, place, given, onChange }: Properties) {
  const { t } = useTranslation('try');
  const trial = useTrial(place, given);
  const isFirst = (id: string): boolean => flow.steps[0]?.id === id;
  return (
    <ol className={classes.steps} aria-label={t('step.list')}>
      {flow.steps.map((step, index) => (
        <li key={step.id}>
          <StepCard number={index + 1} step={step} trial={trial} client={place.client}>
            <StepFields
              stepId={step.id}
              isFirst={isFirst(step.id)}
              application={application}
              place={place}
              given={given}
              onChange={onChange}
            />
          </StepCard>
        </li>
      ))}
    </ol>
  );
}
