import { DeviceResult, findDeviceResult } from './device-result';
import { UserCodeForm } from './user-code-form';

/** Where a person enters the code that their device shows, and where they end up afterwards. */
export function DevicePage() {
  const parameters = new URLSearchParams(location.search);
  const result = findDeviceResult(parameters.get('result'));
  return result === undefined ? (
    <UserCodeForm prefilled={parameters.get('user_code') ?? ''} />
  ) : (
    <DeviceResult result={result} />
  );
}
