import { ApiProperty } from '@nestjs/swagger';
import {
  Email,
  EnumProperty,
  EXAMPLE_ID,
  Flag,
  IdProperty,
  IntegerProperty,
  Moment,
  MomentProperty,
  OneOf,
  Pagination,
  Pattern,
  Phone,
  PhoneProperty,
  SuccessProperty,
  Text,
  TextProperty,
} from '@app/http';
import { ScannedCarResponse } from '@app/qr';
import { REASONS, type Reason, type Scan, VIAS, type Via } from './scan.entity.js';

export class SubmitScan {
  @Text({ min: 1, max: 1000, isShown: false, description: 'The car’s id, or what was scanned.', example: EXAMPLE_ID })
  carId!: string;

  @Phone({ optional: true, description: 'Absent: the phone of the signed-in scanner.', example: '9812345678' })
  scannerPhone?: string;

  @Email({ optional: true, description: 'Absent: the address of the signed-in scanner.', example: 'ravi@example.com' })
  scannerEmail?: string;

  @Text({
    max: 1000,
    optional: true,
    description: 'What the owner is told.',
    example: 'You are parked across my gate.',
  })
  notes?: string;

  @OneOf(REASONS, {
    enumName: 'ScanReason',
    optional: true,
    description: 'Why an owner is called.',
    example: 'blocking',
  })
  reason?: Reason;
}

export class MarkScan {
  @Flag({ optional: true, description: 'I have seen it.' })
  read?: boolean;

  @Flag({ optional: true, description: 'It is dealt with.' })
  resolved?: boolean;
}

export class StatsQuery {
  @Moment({ optional: true, description: 'From this moment; thirty days before `to` when absent.' })
  from?: Date;

  @Moment({ optional: true, description: 'Before this moment; now when absent. At most 366 days after `from`.' })
  to?: Date;

  @Pattern({
    pattern: /^[\w+/-]{1,64}$/,
    problem: 'must be a time zone such as Asia/Kolkata',
    optional: true,
    description: 'The IANA time zone that days are counted in; UTC when absent.',
    example: 'Asia/Kolkata',
  })
  tz?: string;
}

export class ScanActivity {
  @IdProperty({ description: 'The scan.' })
  id!: string;

  @IdProperty({ description: 'The car.' })
  carId!: string;

  @TextProperty({
    max: 32,
    nullable: true,
    description: 'The code that was scanned; null when the car was named by its id.',
    example: '7K3M9QXT2B',
  })
  qrCode!: string | null;

  @PhoneProperty({ description: 'Whom to call back, in E.164.', example: '+919812345678' })
  scannerPhone!: string;

  @TextProperty({
    max: 254,
    description: 'Empty for a premium viewer without an address.',
    example: 'ravi@example.com',
  })
  scannerEmail!: string;

  @TextProperty({
    max: 1000,
    description: 'What the scanner wrote; empty when nothing.',
    example: 'You are parked across my gate.',
  })
  notes!: string;

  @TextProperty({ max: 20, nullable: true, description: 'One of `ScanReason`.', example: 'blocking' })
  reason!: Reason | null;

  @EnumProperty({
    enum: VIAS,
    enumName: 'ScanVia',
    description: '`form`: the scanner left it. `premium`: a premium viewer looked the car up.',
  })
  via!: Via;

  @MomentProperty({ description: 'When it was left.' })
  timestamp!: string;

  @MomentProperty({ nullable: true, description: 'When the owner read it; null before.', example: null })
  readAt!: string | null;

  @MomentProperty({ nullable: true, description: 'When the owner had dealt with it; null before.', example: null })
  resolvedAt!: string | null;
}

export class ScanSubmittedEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanActivity })
  activity!: ScanActivity;

  @ApiProperty({ type: ScannedCarResponse, description: 'The car, now with the contact that its owner shows.' })
  car!: ScannedCarResponse;
}

export class ScanEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanActivity })
  activity!: ScanActivity;
}

export class ScansEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: [ScanActivity], description: 'One page of them.' })
  scans!: ScanActivity[];

  @ApiProperty({ type: Pagination })
  pagination!: Pagination;
}

export class ScansOfDay {
  @ApiProperty({ format: 'date', description: 'In the time zone that was asked for.', example: '2026-11-22' })
  day!: string;

  @IntegerProperty({ description: 'How many scans.', example: 2 })
  count!: number;
}

export class ScansOfCode {
  @TextProperty({
    max: 32,
    nullable: true,
    description: 'The code; null for scans of the car’s id.',
    example: '7K3M9QXT2B',
  })
  qrCode!: string | null;

  @IntegerProperty({ description: 'How many scans.', example: 2 })
  count!: number;
}

export class ScanStats {
  @IntegerProperty({ description: 'How many scans.', example: 2 })
  total!: number;

  @IntegerProperty({ description: 'How many of them are not marked as read.', example: 1 })
  unread!: number;

  @ApiProperty({ type: [ScansOfDay], description: 'Days without a scan are left out.' })
  perDay!: ScansOfDay[];

  @ApiProperty({ type: [ScansOfCode], description: 'Codes without a scan are left out.' })
  perCode!: ScansOfCode[];
}

export class ScanStatsEnvelope {
  @SuccessProperty()
  success!: true;

  @ApiProperty({ type: ScanStats })
  stats!: ScanStats;
}

/** What a scanner may keep of a scan that they left; how the owner dealt with it is the owner's affair. */
export function toSubmittedScan(scan: Scan): Omit<ScanActivity, 'readAt' | 'resolvedAt'> {
  return {
    id: scan.id,
    carId: scan.carId,
    qrCode: scan.qrCode,
    scannerPhone: scan.scannerPhone,
    scannerEmail: scan.scannerEmail,
    notes: scan.notes,
    reason: scan.reason,
    via: scan.via,
    timestamp: scan.timestamp.toISOString(),
  };
}

/** What an owner sees of a scan. */
export function toScanActivity(scan: Scan): ScanActivity {
  return {
    ...toSubmittedScan(scan),
    readAt: scan.readAt?.toISOString() ?? null,
    resolvedAt: scan.resolvedAt?.toISOString() ?? null,
  };
}
