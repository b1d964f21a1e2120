import 'reflect-metadata';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsNotEmpty,
  Length,
  Max,
  MaxLength,
  Min,
  MinLength,
  validate,
} from 'class-validator';
import { toFieldProblems } from './field-problems.js';

class Form {
  @MaxLength(3)
  tooLong = 'abcd';
  @MinLength(8)
  tooShort = 'abc';
  @Length(2, 4)
  endless = 'abcdef';
  @Max(60)
  tooMany = 61;
  @Min(-1)
  tooFew = -2;
  @ArrayMaxSize(1)
  crowd = [1, 2];
  @ArrayMinSize(1)
  nobody = [];
  @IsNotEmpty()
  empty = '';
  @MaxLength(10, { message: 'logo must have at most 48 kB' })
  logo = 'a long picture';
}

it('says how much is allowed, by the code of what was broken, in the words of class-validator alone', async () => {
  const problems = toFieldProblems(await validate(new Form()));
  expect(problems.map(({ field, code, limit }) => [field, code, limit])).toEqual([
    ['tooLong', 'maxLength', 3],
    ['tooShort', 'minLength', 8],
    ['endless', 'isLength', 4],
    ['tooMany', 'max', 60],
    ['tooFew', 'min', -1],
    ['crowd', 'arrayMaxSize', 1],
    ['nobody', 'arrayMinSize', 1],
    ['empty', 'isNotEmpty', undefined],
    ['logo', 'maxLength', undefined],
  ]);
  expect(problems.at(-1)?.message).toBe('logo must have at most 48 kB');
});
