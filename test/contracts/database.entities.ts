import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  AsciiColumn,
  FlagColumn,
  IdColumn,
  IdReferenceColumn,
  IntegerColumn,
  JsonColumn,
  LongTextColumn,
  MomentColumn,
  TextColumn,
} from '@app/database';

/** The tables as entities, without any feature: the contract of libs/database stands alone. */

@Entity('users')
@Index('uq_users_phone', ['phone'], { unique: true })
@Index('uq_users_email', ['email'], { unique: true })
@Index('ix_users_premium_expiry', ['premiumExpiryDate', 'id'])
export class UserRow {
  @IdColumn() id!: string;
  @AsciiColumn({ length: 20 }) phone!: string;
  @TextColumn({ length: 254, nullable: true }) email!: string | null;
  @FlagColumn({ default: false }) emailVerified!: boolean;
  @MomentColumn({ nullable: true }) emailGivenAt!: Date | null;
  @TextColumn({ length: 100, nullable: true }) name!: string | null;
  @AsciiColumn({ length: 16, default: 'basic' }) plan!: string;
  @MomentColumn({ nullable: true }) premiumExpiryDate!: Date | null;
  @FlagColumn({ default: false }) hasCarInfo!: boolean;
  @AsciiColumn({ length: 32, default: 'modern' }) selectedTemplate!: string;
  @JsonColumn() preferences!: { notifyByEmail?: boolean; label?: string };
  @AsciiColumn({ length: 16, default: 'user' }) role!: string;
  @MomentColumn({ nullable: true }) disabledAt!: Date | null;
  @MomentColumn() createdAt!: Date;
  @MomentColumn() updatedAt!: Date;
}

@Entity('sessions')
@Index('ix_sessions_user', ['userId'])
@Index('ix_sessions_expires', ['expiresAt'])
export class SessionRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() userId!: string;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_sessions_user' })
  user?: UserRow;
  @TextColumn({ length: 300, nullable: true }) userAgent!: string | null;
  @MomentColumn() createdAt!: Date;
  @MomentColumn() lastUsedAt!: Date;
  @MomentColumn() expiresAt!: Date;
  @MomentColumn({ nullable: true }) codeProvedAt!: Date | null;
  @AsciiColumn({ length: 5, nullable: true }) codeSentTo!: string | null;
  @MomentColumn({ nullable: true }) passwordProvedAt!: Date | null;
}

@Entity('refresh_tokens')
@Index('ix_refresh_tokens_session', ['sessionId'])
@Index('ix_refresh_tokens_expires', ['expiresAt'])
export class RefreshTokenRow {
  @AsciiColumn({ length: 64, primary: true }) tokenHash!: string;
  @IdReferenceColumn() sessionId!: string;
  @ManyToOne(() => SessionRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sessionId', foreignKeyConstraintName: 'fk_refresh_tokens_session' })
  session?: SessionRow;
  @AsciiColumn({ length: 255, nullable: true }) successor!: string | null;
  @MomentColumn({ nullable: true }) rotatedAt!: Date | null;
  @MomentColumn() createdAt!: Date;
  @MomentColumn() expiresAt!: Date;
}

@Entity('passwords')
export class PasswordRow {
  @IdReferenceColumn({ primary: true }) userId!: string;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_passwords_user' })
  user?: UserRow;
  @AsciiColumn({ length: 80 }) hash!: string;
  @MomentColumn() updatedAt!: Date;
}

@Entity('replaced_contacts')
@Index('ix_replaced_contacts_user', ['userId', 'replacedAt'])
@Index('ix_replaced_contacts_at', ['replacedAt'])
export class ReplacedContactRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() userId!: string;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_replaced_contacts_user' })
  user?: UserRow;
  @AsciiColumn({ length: 5 }) kind!: string;
  @TextColumn({ length: 254, nullable: true }) value!: string | null;
  @MomentColumn() replacedAt!: Date;
  @MomentColumn({ nullable: true }) emailHeldSince!: Date | null;
}

@Entity('used_links')
@Index('ix_used_links_user', ['userId'])
@Index('ix_used_links_at', ['usedAt'])
export class UsedLinkRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() userId!: string;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_used_links_user' })
  user?: UserRow;
  @MomentColumn() since!: Date;
  @MomentColumn() usedAt!: Date;
}

@Entity('cars')
@Index('uq_cars_user', ['userId'], { unique: true })
export class CarRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() userId!: string;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_cars_user' })
  user?: UserRow;
  @AsciiColumn({ length: 15 }) carNumber!: string;
  @TextColumn({ length: 100 }) carModel!: string;
  @TextColumn({ length: 500, default: '' }) customMessage!: string;
  @JsonColumn() customFields!: Record<string, string>;
  @AsciiColumn({ length: 32 }) selectedTemplate!: string;
  @AsciiColumn({ length: 32 }) qrCode!: string;
  @MomentColumn() createdAt!: Date;
  @MomentColumn() updatedAt!: Date;
}

@Entity('qr_codes')
@Index('uq_qr_codes_code', ['code'], { unique: true })
@Index('ix_qr_codes_car', ['carId', 'createdAt'])
@Index('uq_qr_codes_placement', ['carId', 'activePlacement'], { unique: true })
export class QrCodeRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() carId!: string;
  @ManyToOne(() => CarRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_qr_codes_car' })
  car?: CarRow;
  @AsciiColumn({ length: 32 }) code!: string;
  @TextColumn({ length: 40, nullable: true }) placement!: string | null;
  @TextColumn({ length: 40, nullable: true }) activePlacement!: string | null;
  @FlagColumn({ default: true }) active!: boolean;
  @MomentColumn({ nullable: true }) disabledAt!: Date | null;
  @MomentColumn() createdAt!: Date;
  @MomentColumn({ nullable: true }) replacedAt!: Date | null;
}

@Entity('qr_stickers')
@Index('uq_qr_stickers_request', ['requestKey'], { unique: true })
@Index('ix_qr_stickers_code', ['codeId', 'createdAt'])
export class StickerRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() codeId!: string;
  @ManyToOne(() => QrCodeRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'codeId', foreignKeyConstraintName: 'fk_qr_stickers_code' })
  code?: QrCodeRow;
  @AsciiColumn({ length: 3 }) size!: string;
  @AsciiColumn({ length: 3 }) format!: string;
  @AsciiColumn({ length: 32 }) template!: string;
  @TextColumn({ length: 60, nullable: true }) label!: string | null;
  @AsciiColumn({ length: 500, nullable: true }) qrValue!: string | null;
  @AsciiColumn({ length: 200 }) fileKey!: string;
  @AsciiColumn({ length: 64 }) contentHash!: string;
  @IntegerColumn() byteLength!: number;
  @JsonColumn() printCheck!: object;
  @AsciiColumn({ length: 64 }) requestKey!: string;
  @MomentColumn() createdAt!: Date;
}

@Entity('discarded_files')
export class DiscardedFileRow {
  @AsciiColumn({ length: 200, primary: true }) fileKey!: string;
  @MomentColumn() createdAt!: Date;
}

@Entity('scans')
@Index('uq_scans_recent', ['carId', 'recentKey'], { unique: true })
@Index('ix_scans_history', ['carId', 'timestamp', 'id'])
@Index('ix_scans_viewer', ['viewerId'])
export class ScanRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() carId!: string;
  @ManyToOne(() => CarRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_scans_car' })
  car?: CarRow;
  @IdReferenceColumn({ nullable: true }) viewerId!: string | null;
  @ManyToOne(() => UserRow, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'viewerId', foreignKeyConstraintName: 'fk_scans_viewer' })
  viewer?: UserRow | null;
  @AsciiColumn({ length: 32, nullable: true }) qrCode!: string | null;
  @AsciiColumn({ length: 20 }) scannerPhone!: string;
  @TextColumn({ length: 254 }) scannerEmail!: string;
  @TextColumn({ length: 1000 }) notes!: string;
  @AsciiColumn({ length: 20, nullable: true }) reason!: string | null;
  @AsciiColumn({ length: 10 }) via!: string;
  @MomentColumn() timestamp!: Date;
  @MomentColumn({ nullable: true }) readAt!: Date | null;
  @MomentColumn({ nullable: true }) resolvedAt!: Date | null;
  @AsciiColumn({ length: 64, nullable: true }) recentKey!: string | null;
}

@Entity('payments')
@Index('uq_payments_order', ['orderId'], { unique: true })
@Index('uq_payments_open', ['userId', 'openPlan'], { unique: true })
@Index('ix_payments_history', ['userId', 'createdAt', 'id'])
@Index('ix_payments_payment', ['paymentId'])
@Index('ix_payments_due', ['nextCheckAt'])
export class PaymentRow {
  @IdColumn() id!: string;
  @IdReferenceColumn({ nullable: true }) userId!: string | null;
  @ManyToOne(() => UserRow, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payments_user' })
  user?: UserRow | null;
  @AsciiColumn({ length: 64 }) orderId!: string;
  @AsciiColumn({ length: 64, nullable: true }) paymentId!: string | null;
  @IntegerColumn() amount!: number;
  @AsciiColumn({ length: 3 }) currency!: string;
  @IntegerColumn() planDuration!: number;
  @AsciiColumn({ length: 16 }) status!: string;
  @AsciiColumn({ length: 32, nullable: true }) openPlan!: string | null;
  @MomentColumn({ nullable: true }) premiumExpiryDate!: Date | null;
  @MomentColumn({ nullable: true }) verifiedAt!: Date | null;
  @MomentColumn({ nullable: true }) nextCheckAt!: Date | null;
  @IntegerColumn({ default: 0 }) checks!: number;
  @MomentColumn() createdAt!: Date;
  @MomentColumn() updatedAt!: Date;
}

@Entity('payment_events')
@Index('uq_payment_events_key', ['eventKey'], { unique: true })
@Index('ix_payment_events_order', ['orderId', 'createdAt', 'id'])
@Index('ix_payment_events_user', ['userId', 'createdAt', 'id'])
export class PaymentEventRow {
  @IdColumn() id!: string;
  @AsciiColumn({ length: 160 }) eventKey!: string;
  @IdReferenceColumn({ nullable: true }) userId!: string | null;
  @ManyToOne(() => UserRow, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_payment_events_user' })
  user?: UserRow | null;
  @AsciiColumn({ length: 16 }) source!: string;
  @AsciiColumn({ length: 16 }) kind!: string;
  @AsciiColumn({ length: 64, nullable: true }) orderId!: string | null;
  @AsciiColumn({ length: 64, nullable: true }) paymentId!: string | null;
  @AsciiColumn({ length: 64, nullable: true }) refundId!: string | null;
  @IntegerColumn({ nullable: true }) amount!: number | null;
  @IntegerColumn({ default: 0 }) days!: number;
  @MomentColumn({ nullable: true }) expiryBefore!: Date | null;
  @MomentColumn({ nullable: true }) expiryAfter!: Date | null;
  @JsonColumn({ nullable: true }) payload!: object | null;
  @MomentColumn() createdAt!: Date;
}

@Entity('admin_acts')
@Index('ix_admin_acts_at', ['at', 'id'])
@Index('ix_admin_acts_subject', ['subject', 'at'])
export class AdminActRow {
  @IdColumn() id!: string;
  @IdReferenceColumn({ nullable: true }) adminId!: string | null;
  @AsciiColumn({ length: 40 }) act!: string;
  @AsciiColumn({ length: 64 }) subject!: string;
  @TextColumn({ length: 500, nullable: true }) reason!: string | null;
  @MomentColumn() at!: Date;
}

@Entity('security_events')
@Index('ix_security_events_user', ['userId', 'id'])
export class SecurityEventRow {
  @IdColumn() id!: string;
  @IdReferenceColumn() userId!: string;
  @IdReferenceColumn({ nullable: true }) sessionId!: string | null;
  @AsciiColumn({ length: 40 }) event!: string;
  @AsciiColumn({ length: 10 }) outcome!: string;
  @AsciiColumn({ length: 40, nullable: true }) method!: string | null;
  @MomentColumn() at!: Date;
}

@Entity('notifications')
@Index('ix_notifications_due', ['status', 'dueAt'])
@Index('ix_notifications_car', ['carId', 'status'])
@Index('ix_notifications_user', ['userId'])
@Index('uq_notifications_once', ['onceKey'], { unique: true })
export class NotificationRow {
  @IdColumn() id!: string;
  @AsciiColumn({ length: 20 }) kind!: string;
  @IdReferenceColumn({ nullable: true }) userId!: string | null;
  @ManyToOne(() => UserRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId', foreignKeyConstraintName: 'fk_notifications_user' })
  user?: UserRow | null;
  @IdReferenceColumn({ nullable: true }) carId!: string | null;
  @ManyToOne(() => CarRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_notifications_car' })
  car?: CarRow | null;
  @AsciiColumn({ length: 100, nullable: true }) onceKey!: string | null;
  @LongTextColumn({ nullable: true }) payload!: string | null;
  @AsciiColumn({ length: 8 }) status!: string;
  @IntegerColumn() attempts!: number;
  @MomentColumn() dueAt!: Date;
  @AsciiColumn({ length: 100, nullable: true }) lastError!: string | null;
  @MomentColumn() createdAt!: Date;
  @MomentColumn({ nullable: true }) finishedAt!: Date | null;
}

@Entity('alert_turns')
export class AlertTurnRow {
  @IdReferenceColumn({ primary: true }) carId!: string;
  @ManyToOne(() => CarRow, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'carId', foreignKeyConstraintName: 'fk_alert_turns_car' })
  car?: CarRow;
  @MomentColumn() freeAt!: Date;
  @MomentColumn({ nullable: true }) pausedUntil!: Date | null;
}

export const rowEntities = [
  UserRow,
  SessionRow,
  RefreshTokenRow,
  PasswordRow,
  ReplacedContactRow,
  UsedLinkRow,
  CarRow,
  QrCodeRow,
  StickerRow,
  DiscardedFileRow,
  ScanRow,
  PaymentRow,
  PaymentEventRow,
  AdminActRow,
  SecurityEventRow,
  NotificationRow,
  AlertTurnRow,
];
